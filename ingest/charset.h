/* Bytes of a file in whatever encoding as UTF-8.
 *
 * Polish exports come as UTF-8 with and without BOM, as Windows-1250 after
 * Excel, as ISO-8859-2 from old tools and as UTF-16 from "Unicode text".  The
 * order of belief: BOM, strict UTF-8, libenca for Polish, then Windows-1250
 * (and said that it is a guess).  Pure ASCII decides nothing: the first block
 * that holds more does, so that a file is never read ahead as a whole.
 *
 * Nothing here allocates.  Order of calls: charset_detect on the first block;
 * charset_init; charset_decode on consecutive blocks of any size.
 */
#ifndef INGEST_CHARSET_H
#define INGEST_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum charset {
    CHARSET_ASCII, /* nothing but ASCII yet: decodes as itself */
    CHARSET_UTF8,
    CHARSET_UTF16LE,
    CHARSET_UTF16BE,
    CHARSET_CP1250,
    CHARSET_LATIN2,
    CHARSET_COUNT /* unknown */
};

struct charset_guess {
    enum charset charset;
    size_t bom;           /* bytes of the mark at the start, 0 when none */
    bool unsure;          /* chosen as the least bad */
    const char *leftover; /* when unsure: whose bytes stand there, or NULL */
};

/* What data[0..n) is; `start` tells that it begins the file (BOM); `end` that
 * the file ends here, else a sequence cut at the end is forgiven. */
struct charset_guess charset_detect(const void *data, size_t n, bool start,
                                    bool end);
/* By the names people use ("utf-8", "cp1250", "windows-1250", "latin2", ...);
 * CHARSET_COUNT when unknown. */
enum charset charset_find(const char *name);
/* "UTF-8", "UTF-16LE", "Windows-1250", ...; with_bom adds " z BOM". */
const char *charset_name(enum charset charset, bool with_bom);
/* Does data[0..n) contradict the encoding that the user named? */
bool charset_contradicts(enum charset charset, const void *data, size_t n);

bool charset_is_8bit(enum charset charset);
/* Does s[0..n), decoded from an 8-bit encoding, hold Polish letters of UTF-8
 * read byte by byte ("Ĺ‚" for "ł") and none that are right? */
bool charset_is_mojibake(const char *s, size_t n);
/* Does s[0..n), decoded as Windows-1250, hold letters of ISO-8859-2 ("s±" for
 * "są"), as a row pasted from an older file does? */
bool charset_is_latin2_in_1250(const char *s, size_t n);
/* Was the text of data[0..n) read in a wrong encoding before it was saved as
 * UTF-8?  Nothing brings such letters back for certain. */
bool charset_is_broken(const void *data, size_t n, enum charset charset);

struct charset_decoder {
    enum charset charset;
    uint8_t size[256];     /* 8-bit: UTF-8 length of each byte */
    char utf8[256][4];     /* 8-bit: its UTF-8 */
    unsigned char tail[4]; /* UTF-16: bytes that wait for the rest */
    size_t n_tail;
    long n_bad; /* units that mean nothing, each written as U+FFFD */
};
void charset_init(struct charset_decoder *decoder, enum charset charset);
/* Decodes from[0..n) into `to`, which must hold 3 * n + 8 bytes; returns the
 * bytes written.  UTF-8 and ASCII are copied as they are: the reader checks
 * them line by line, to name the line. */
size_t charset_decode(struct charset_decoder *decoder, const void *from,
                      size_t n, char *to);
/* What waits when the file ends (half a UTF-16 unit); returns bytes. */
size_t charset_finish(struct charset_decoder *decoder, char *to);
/* One byte of an 8-bit encoding is one code point, so offsets in the file are
 * known; in UTF-16 they are not. */
bool charset_has_offsets(enum charset charset);

#endif
