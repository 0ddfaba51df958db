// MD5() on the stack is faster than an EVP context (134 against 211 ns for a partition key) but marked as deprecated.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/md5.h>
#include <openssl/rand.h>
#include <openssl/err.h>

static inline void cauce_md5(const void *bytes, size_t count, unsigned char out[16]) {
  MD5((const unsigned char *)bytes, count, out);
}
