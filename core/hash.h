/* SHA-256 and HMAC-SHA-256 (nettle): names of contents, pseudonyms. */
#ifndef CORE_HASH_H
#define CORE_HASH_H

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_SIZE = 32, HASH_HEX = 65, HASH_KEY_SIZE = 32, HASH_SHORT = 16 };

struct hash {
    struct sha256_ctx context;
};
void hash_init(struct hash *hash);
void hash_add(struct hash *hash, const void *data, size_t n);
/* `s` and its NUL, so that fields cannot run together. */
void hash_str(struct hash *hash, const char *s);
void hash_done(struct hash *hash, uint8_t digest[static HASH_SIZE]);
void hash_hex(const uint8_t digest[static HASH_SIZE],
              char hex[static HASH_HEX]);
/* One call: hex of data. */
void hash_data(const void *data, size_t n, char hex[static HASH_HEX]);
/* All zeros: no pseudonym, or one that was erased. */
bool hash_is_nothing(const uint8_t hash[static HASH_SHORT]);
/* First HASH_SHORT bytes of HMAC-SHA-256: a respondent's key. */
void hash_key(const uint8_t key[static HASH_KEY_SIZE], const void *data,
              size_t n, uint8_t out[static HASH_SHORT]);
/* The same for many data under one key, which is digested once. */
struct hash_keyed {
    struct hmac_sha256_ctx context;
};
void hash_keyed_init(struct hash_keyed *keyed,
                     const uint8_t key[static HASH_KEY_SIZE]);
void hash_keyed_data(struct hash_keyed *keyed, const void *data, size_t n,
                     uint8_t out[static HASH_SHORT]);
/* 256 bits against chance, not against people: for reading back what a bad disk
 * may have changed, and for telling whether anything changed since last time.
 * A change within eight bytes is always seen, in eight bytes of the digest: it
 * is compared whole.  Many times as fast as SHA-256; the same on every machine.
 */
enum { HASH_LANES = 4 };
struct hash_sum {
    uint64_t lane[HASH_LANES], n;
    unsigned char part[8 * HASH_LANES];
};
void hash_sum_init(struct hash_sum *sum);
void hash_sum_add(struct hash_sum *sum, const void *data, size_t n);
/* As hash_str(). */
void hash_sum_str(struct hash_sum *sum, const char *s);
void hash_sum_done(const struct hash_sum *sum,
                   uint8_t digest[static HASH_SIZE]);
void hash_sum_hex(const struct hash_sum *sum, char hex[static HASH_HEX]);
void hash_sum_data(const void *data, size_t n, char hex[static HASH_HEX]);
/* FNV-like 64-bit mix for tables and seeds; not for secrets. */
uint64_t hash_64(const void *data, size_t n);
/* The same by eight bytes at a time, for what is hashed by the million; other
 * values than hash_64.  The same on every machine. */
uint64_t hash_wide(const void *data, size_t n);
/* One more word, or text, into a hash of several. */
uint64_t hash_mix(uint64_t h, uint64_t word);
uint64_t hash_mix_text(uint64_t h, const char *text);

#endif
