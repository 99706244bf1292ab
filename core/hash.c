#include "core/hash.h"

#include <endian.h>
#include <string.h>

void hash_init(struct hash *hash)
{
    sha256_init(&hash->context);
}

void hash_add(struct hash *hash, const void *data, size_t n)
{
    sha256_update(&hash->context, n, data);
}

void hash_str(struct hash *hash, const char *s)
{
    hash_add(hash, s, strlen(s) + 1);
}

void hash_done(struct hash *hash, uint8_t digest[static HASH_SIZE])
{
    sha256_digest(&hash->context, HASH_SIZE, digest);
}

void hash_hex(const uint8_t digest[static HASH_SIZE], char hex[static HASH_HEX])
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < HASH_SIZE; i++) {
        hex[2 * i] = digit[digest[i] >> 4];
        hex[2 * i + 1] = digit[digest[i] & 15];
    }
    hex[HASH_HEX - 1] = '\0';
}

void hash_data(const void *data, size_t n, char hex[static HASH_HEX])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    hash_init(&hash);
    hash_add(&hash, data, n);
    hash_done(&hash, digest);
    hash_hex(digest, hex);
}

void hash_keyed_init(struct hash_keyed *keyed,
                     const uint8_t key[static HASH_KEY_SIZE])
{
    hmac_sha256_set_key(&keyed->context, HASH_KEY_SIZE, key);
}

/* nettle's digest call leaves the context as set_key made it. */
void hash_keyed_data(struct hash_keyed *keyed, const void *data, size_t n,
                     uint8_t out[static HASH_SHORT])
{
    hmac_sha256_update(&keyed->context, n, data);
    hmac_sha256_digest(&keyed->context, HASH_SHORT, out);
}

void hash_key(const uint8_t key[static HASH_KEY_SIZE], const void *data,
              size_t n, uint8_t out[static HASH_SHORT])
{
    struct hash_keyed keyed;
    hash_keyed_init(&keyed, key);
    hash_keyed_data(&keyed, data, n, out);
}

/* ---- quick ones ---- */

static inline uint64_t word_at(const unsigned char *byte)
{
    uint64_t word;
    memcpy(&word, byte, sizeof word);
    return le64toh(word);
}

/* No two values of h give the same for one word, nor two words for one h. */
static inline uint64_t add_word(uint64_t h, uint64_t word)
{
    h = (h ^ word) * UINT64_C(0x9FB21C651E98DF25);
    return h ^ (h >> 32);
}

/* As splitmix64 does. */
static uint64_t finish(uint64_t h)
{
    h = (h ^ (h >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ (h >> 27)) * UINT64_C(0x94D049BB133111EB);
    return h ^ (h >> 31);
}

void hash_sum_init(struct hash_sum *sum)
{
    *sum = (struct hash_sum){
        .lane = {1, 2, 3, 4}
    };
}

enum { LANES_SIZE = 8 * HASH_LANES };

/* Each lane in a register of its own: gcc would make vectors of them, whose
 * multiplication takes twice as long. */
static inline uint64_t add_lane(uint64_t lane, const unsigned char *byte)
{
    lane = add_word(lane, word_at(byte));
    __asm__("" : "+r"(lane));
    return lane;
}

/* Four sums side by side, for each waits for its multiplication. */
static void add_words(uint64_t lane[static HASH_LANES],
                      const unsigned char *byte, size_t n)
{
    uint64_t a = lane[0], b = lane[1], c = lane[2], d = lane[3];
    for (; n >= LANES_SIZE; n -= LANES_SIZE, byte += LANES_SIZE) {
        a = add_lane(a, byte);
        b = add_lane(b, byte + 8);
        c = add_lane(c, byte + 16);
        d = add_lane(d, byte + 24);
    }
    lane[0] = a, lane[1] = b, lane[2] = c, lane[3] = d;
}

void hash_sum_add(struct hash_sum *sum, const void *data, size_t n)
{
    const unsigned char *byte = data;
    size_t at = sum->n % LANES_SIZE;
    sum->n += n;
    if (at > 0) {
        size_t more = n < LANES_SIZE - at ? n : LANES_SIZE - at;
        memcpy(sum->part + at, byte, more);
        if (at + more < LANES_SIZE) {
            return;
        }
        add_words(sum->lane, sum->part, LANES_SIZE);
        byte += more;
        n -= more;
    }
    add_words(sum->lane, byte, n);
    memcpy(sum->part, byte + n - n % LANES_SIZE, n % LANES_SIZE);
}

void hash_sum_str(struct hash_sum *sum, const char *s)
{
    hash_sum_add(sum, s, strlen(s) + 1);
}

void hash_sum_done(const struct hash_sum *sum, uint8_t digest[static HASH_SIZE])
{
    struct hash_sum last = *sum;
    size_t at = sum->n % LANES_SIZE;
    if (at > 0) {
        memset(last.part + at, 0, LANES_SIZE - at);
        add_words(last.lane, last.part, LANES_SIZE);
    }
    for (int i = 0; i < HASH_LANES; i++) {
        uint64_t h = htole64(finish(add_word(last.lane[i], sum->n)));
        memcpy(digest + 8 * i, &h, sizeof h);
    }
}

void hash_sum_hex(const struct hash_sum *sum, char hex[static HASH_HEX])
{
    uint8_t digest[HASH_SIZE];
    hash_sum_done(sum, digest);
    hash_hex(digest, hex);
}

void hash_sum_data(const void *data, size_t n, char hex[static HASH_HEX])
{
    struct hash_sum sum;
    hash_sum_init(&sum);
    hash_sum_add(&sum, data, n);
    hash_sum_hex(&sum, hex);
}

uint64_t hash_64(const void *data, size_t n)
{
    const unsigned char *byte = data;
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < n; i++) {
        h = (h ^ byte[i]) * UINT64_C(0x100000001b3);
    }
    return finish(h); /* FNV leaves the high bits of short keys alike */
}

/* Four bytes as a number, the first lowest. */
static inline uint64_t half_at(const unsigned char *byte)
{
    uint32_t half;
    memcpy(&half, byte, sizeof half);
    return le32toh(half);
}

/* The last n < 8 bytes of at least `whole` ones as a number, the first byte
 * lowest: from pieces that overlap, for a copy of n bytes would be a call, and
 * a loop over them ends where nobody can foretell. */
static inline uint64_t last_word(const unsigned char *byte, size_t n,
                                 size_t whole)
{
    if (n == 0) {
        return 0;
    }
    if (whole >= 8) {
        return word_at(byte + n - 8) >> (64 - 8 * n);
    }
    if (n >= 4) {
        return half_at(byte) | half_at(byte + n - 4) << 8 * (n - 4);
    }
    return byte[0] | (uint64_t)byte[n / 2] << 8 * (n / 2) |
           (uint64_t)byte[n - 1] << 8 * (n - 1);
}

uint64_t hash_wide(const void *data, size_t n)
{
    const unsigned char *byte = data;
    const size_t whole = n;
    uint64_t h = n * UINT64_C(0x9E3779B97F4A7C15);
    for (; n >= 8; n -= 8, byte += 8) {
        h = add_word(h, word_at(byte));
    }
    h ^= last_word(byte, n, whole);
    return finish(h * UINT64_C(0x9FB21C651E98DF25));
}

uint64_t hash_mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ (h >> 29);
}

uint64_t hash_mix_text(uint64_t h, const char *text)
{
    return hash_mix(h, hash_wide(text, strlen(text)));
}

bool hash_is_nothing(const uint8_t hash[static HASH_SHORT])
{
    static const uint8_t nothing[HASH_SHORT] = {0};
    return memcmp(hash, nothing, HASH_SHORT) == 0;
}
