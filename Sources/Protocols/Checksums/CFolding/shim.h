// Folding of long runs of bytes for a cyclic redundancy check by carry-less multiplication, 64 bytes a step. Swift has no
// such instruction. Bits are reflected: the lowest bit of a byte is the highest power.
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)

typedef long long cauce_lanes __attribute__((__vector_size__(16)));

// Whether the processor has the instruction (CPUID leaf 1, ECX bit 1).
static inline int cauce_can_fold(void) {
  uint32_t a = 1, b, c = 0, d;
  __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  return (c >> 1) & 1;
}

static inline cauce_lanes cauce_load(const uint8_t *bytes) {
  cauce_lanes lanes;
  memcpy(&lanes, bytes, 16);
  return lanes;
}

__attribute__((target("pclmul"))) static inline cauce_lanes cauce_step(cauce_lanes x, cauce_lanes key) {
  return __builtin_ia32_pclmulqdq128(x, key, 0x00) ^ __builtin_ia32_pclmulqdq128(x, key, 0x11);
}

// Folds `count` bytes, a multiple of 64 and not 0, into 16 that have the same check. `first` is the check of what came
// before; `keys` are powers of x: two that move a lane by 512 bits, two that move it by 128.
__attribute__((target("pclmul"))) static inline void cauce_fold(
    const uint8_t *bytes, size_t count, uint64_t first, const uint64_t *keys, uint8_t *rest) {
  cauce_lanes x0 = cauce_load(bytes), x1 = cauce_load(bytes + 16);
  cauce_lanes x2 = cauce_load(bytes + 32), x3 = cauce_load(bytes + 48);
  const cauce_lanes far = {(long long)keys[0], (long long)keys[1]};
  const cauce_lanes near = {(long long)keys[2], (long long)keys[3]};
  const cauce_lanes start = {(long long)first, 0};
  x0 ^= start;
  for (const uint8_t *at = bytes + 64; at < bytes + count; at += 64) {
    x0 = cauce_step(x0, far) ^ cauce_load(at);
    x1 = cauce_step(x1, far) ^ cauce_load(at + 16);
    x2 = cauce_step(x2, far) ^ cauce_load(at + 32);
    x3 = cauce_step(x3, far) ^ cauce_load(at + 48);
  }
  x1 ^= cauce_step(x0, near);
  x2 ^= cauce_step(x1, near);
  x3 ^= cauce_step(x2, near);
  memcpy(rest, &x3, 16);
}

#else

static inline int cauce_can_fold(void) { return 0; }
static inline void cauce_fold(
    const uint8_t *bytes, size_t count, uint64_t first, const uint64_t *keys, uint8_t *rest) {
  (void)bytes, (void)count, (void)first, (void)keys, (void)rest;
}

#endif
