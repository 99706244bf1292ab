/* Microsoft Forms takes nothing in: a page to copy from. */
#include "surveys/export_guide.h"

static const struct guide_words words = {
    .tool = "Microsoft Forms",
    .one = "Wybór (jedna odpowiedź)",
    .drop = "Wybór (lista rozwijana)",
    .many = "Wybór (wiele odpowiedzi)",
    .grid = "Likert",
    .line = "Tekst",
    .words = "Tekst (długa odpowiedź)",
    .page = "Sekcja",
    .steps = {"Na forms.office.com proszę wybrać „Nowy formularz”.",
              "Teksty proszę wklejać bez zmian: po nich program rozpoznaje "
              "odpowiedzi.", "Listę odpowiedzi można wkleić w całości do pierwszego pola.",
              "W ustawieniach: „Każda osoba może odpowiedzieć”, bez nazwisk.",
              "Odpowiedzi: „Otwórz w programie Excel”, plik XLSX wystarczy "
              "wczytać.", NULL},
};

static enum status write_guide(struct export *job, const struct survey *survey)
{
    return export_guide(job, survey, export_msforms.name, &words);
}

const struct export_format export_msforms = {
    .name = "msforms",
    .about = {"Microsoft Forms (strona do kopiowania, HTML)",
              "Microsoft Forms (a page to copy from, HTML)"},
    .write = write_guide,
};
