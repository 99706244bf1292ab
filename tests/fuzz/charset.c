/* Detection and decoding in two blocks; never more than was promised. */
#include "ingest/charset.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct charset_guess guess = charset_detect(data, size, true, true);
    struct charset_decoder decoder;
    size_t half = size / 2, n;
    char *to = malloc(3 * size + 32);

    if (!to || guess.charset >= CHARSET_COUNT || guess.bom > size)
        abort();
    charset_init(&decoder, guess.charset);
    n = charset_decode(&decoder, data, half, to);
    n += charset_decode(&decoder, data + half, size - half, to + n);
    n += charset_finish(&decoder, to + n);
    if (n > 3 * size + 24)
        abort();
    /* other encodings than UTF-8 are decoded to valid UTF-8 */
    if (guess.charset != CHARSET_UTF8 && guess.charset != CHARSET_ASCII &&
        !text_utf8_valid(to, n, NULL))
        abort();
    free(to);
    return 0;
}
