import java.io.File;
import java.util.TreeSet;
import org.apache.pdfbox.preflight.Format;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Asks PDFBox whether each file is PDF/A-1b; one line a file, then what is
 *  wrong; exit status 1 when any file is not valid. */
public class Preflight {
    private static ValidationResult validate(File file) throws Exception {
        PreflightParser parser = new PreflightParser(file);
        try {
            parser.parse(Format.PDF_A1B);
        } catch (SyntaxValidationException e) {
            return e.getResult();
        }
        try (PreflightDocument document = parser.getPreflightDocument()) {
            document.validate();
            return document.getResult();
        }
    }

    public static void main(String[] paths) throws Exception {
        boolean good = true;
        for (String path : paths) {
            ValidationResult result = validate(new File(path));
            System.out.println(path + (result.isValid() ? " valid" : " INVALID"));
            TreeSet<String> wrong = new TreeSet<>();
            for (ValidationResult.ValidationError e : result.getErrorsList())
                wrong.add("    " + e.getErrorCode() + " " + e.getDetails());
            wrong.forEach(System.out::println);
            good &= result.isValid();
        }
        System.exit(good ? 0 : 1);
    }
}
