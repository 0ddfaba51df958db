// MD5 (RFC 1321) of two or three messages at once. Each of its steps waits for the result of the one before, so with a
// single message most of the processor idles; the steps of three messages, one after the other, take hardly longer.
// Swift would check each of the additions and cannot keep them in this order.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The four functions of RFC 1321 §3.4, added to `x` so that what depends on the newest word, `b`, comes last: it is what
// the next step waits for. The empty assembly keeps the compiler from another order.
#define CAUCE_MD5_KEEP(x) __asm__("" : "+r"(x))
#define CAUCE_MD5_F(x, b, c, d) x += d ^ (b & (c ^ d))
#define CAUCE_MD5_G(x, b, c, d) \
  x += c & ~d; \
  CAUCE_MD5_KEEP(x); \
  x += b & d
#define CAUCE_MD5_H(x, b, c, d) x += b ^ c ^ d
#define CAUCE_MD5_I(x, b, c, d) x += c ^ (b | ~d)

// One step of every message. `a` … `d` say where the words stand, `at` which word of the block is added.
#define CAUCE_MD5_STEP(function, a, b, c, d, at, turn, constant) \
  _Pragma("clang loop unroll(full)") for (int i = 0; i < streams; i++) { \
    uint32_t word; \
    memcpy(&word, bytes[i] + 4 * at, 4); \
    uint32_t x = now[i][a] + word + constant; \
    CAUCE_MD5_KEEP(x); \
    CAUCE_MD5_##function(x, now[i][b], now[i][c], now[i][d]); \
    now[i][a] = (x << turn | x >> (32 - turn)) + now[i][b]; \
  }

#define CAUCE_MD5_FOUR(function, at0, at1, at2, at3, turn0, turn1, turn2, turn3, c0, c1, c2, c3) \
  CAUCE_MD5_STEP(function, 0, 1, 2, 3, at0, turn0, c0) \
  CAUCE_MD5_STEP(function, 3, 0, 1, 2, at1, turn1, c1) \
  CAUCE_MD5_STEP(function, 2, 3, 0, 1, at2, turn2, c2) \
  CAUCE_MD5_STEP(function, 1, 2, 3, 0, at3, turn3, c3)

// `states`: four words each; `from`: as many whole blocks of 64 bytes each. Little-endian processors only.
static inline __attribute__((always_inline)) void cauce_md5_streams(
    uint32_t (*states)[4], const uint8_t *const *from, size_t blocks, const int streams) {
  uint32_t then[3][4], now[3][4];
  const uint8_t *bytes[3];
  for (int i = 0; i < streams; i++) {
    memcpy(then[i], states[i], 16);
    memcpy(now[i], states[i], 16);
    bytes[i] = from[i];
  }
  for (; blocks > 0; blocks--) {
    CAUCE_MD5_FOUR(F, 0, 1, 2, 3, 7, 12, 17, 22, 0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee)
    CAUCE_MD5_FOUR(F, 4, 5, 6, 7, 7, 12, 17, 22, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501)
    CAUCE_MD5_FOUR(F, 8, 9, 10, 11, 7, 12, 17, 22, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be)
    CAUCE_MD5_FOUR(F, 12, 13, 14, 15, 7, 12, 17, 22, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821)
    CAUCE_MD5_FOUR(G, 1, 6, 11, 0, 5, 9, 14, 20, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa)
    CAUCE_MD5_FOUR(G, 5, 10, 15, 4, 5, 9, 14, 20, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8)
    CAUCE_MD5_FOUR(G, 9, 14, 3, 8, 5, 9, 14, 20, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed)
    CAUCE_MD5_FOUR(G, 13, 2, 7, 12, 5, 9, 14, 20, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a)
    CAUCE_MD5_FOUR(H, 5, 8, 11, 14, 4, 11, 16, 23, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c)
    CAUCE_MD5_FOUR(H, 1, 4, 7, 10, 4, 11, 16, 23, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70)
    CAUCE_MD5_FOUR(H, 13, 0, 3, 6, 4, 11, 16, 23, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05)
    CAUCE_MD5_FOUR(H, 9, 12, 15, 2, 4, 11, 16, 23, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665)
    CAUCE_MD5_FOUR(I, 0, 7, 14, 5, 6, 10, 15, 21, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039)
    CAUCE_MD5_FOUR(I, 12, 3, 10, 1, 6, 10, 15, 21, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1)
    CAUCE_MD5_FOUR(I, 8, 15, 6, 13, 6, 10, 15, 21, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1)
    CAUCE_MD5_FOUR(I, 4, 11, 2, 9, 6, 10, 15, 21, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391)
    for (int i = 0; i < streams; i++) {
      for (int word = 0; word < 4; word++) then[i][word] = now[i][word] += then[i][word];
      bytes[i] += 64;
    }
  }
  for (int i = 0; i < streams; i++) memcpy(states[i], then[i], 16);
}

static inline void cauce_md5_two(uint32_t (*states)[4], const uint8_t *const *from, size_t blocks) {
  cauce_md5_streams(states, from, blocks, 2);
}

static inline void cauce_md5_three(uint32_t (*states)[4], const uint8_t *const *from, size_t blocks) {
  cauce_md5_streams(states, from, blocks, 3);
}
