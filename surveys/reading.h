/* How hard a Polish text is: length of sentences and of words.
 *
 * The measure is the plainest that works for Polish: words a sentence, and the
 * share of words of four syllables or more (Pisarek's measure of 1969 counts
 * the same words).  A syllable is a vowel letter; "i" before a vowel only
 * softens the consonant and is not counted ("nie" has one).  Words in «»
 * are placeholders and count as one short word.
 */
#ifndef SURVEYS_READING_H
#define SURVEYS_READING_H

struct reading {
    long sentences, words, long_words;
};

/* Adds a text (UTF-8, NUL-terminated); its end ends a sentence. */
void reading_add(struct reading *reading, const char *text);
/* Words a sentence; percent of long words.  0 for no text. */
double reading_sentence(const struct reading *reading);
double reading_long_pct(const struct reading *reading);
/* Syllables of the word s[0..n) of UTF-8; 0 when it has no vowel ("w"). */
int reading_syllables(const char *s, unsigned long n);

#endif
