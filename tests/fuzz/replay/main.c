/* Runs a fuzz target over files given by name: the corpus, in `make test`,
 * without libFuzzer. */
#include "tests/fuzz/fuzz.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        uint8_t *data = NULL;
        size_t size = 0;
        long n;

        if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (n = ftell(f)) < 0)
            return 1;
        rewind(f);
        size = (size_t)n;
        data = malloc(size + 1); /* exact, so that a sanitizer sees the end */
        if (data == NULL || fread(data, 1, size, f) != size)
            return 1;
        (void)fclose(f);
        (void)LLVMFuzzerTestOneInput(data, size);
        free(data);
    }
    printf("%d inputs\n", argc - 1);
    return 0;
}
