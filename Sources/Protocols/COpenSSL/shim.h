// MD5() on the stack is faster than an EVP context (134 against 211 ns for a partition key) but marked as deprecated.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/md5.h>
#include <openssl/rand.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static inline void cauce_md5(const void *bytes, size_t count, unsigned char out[16]) {
  MD5((const unsigned char *)bytes, count, out);
}

// The same hash in steps; its state is open, so that MD5Stream can carry several on together.
static inline void cauce_md5_begin(MD5_CTX *context) { MD5_Init(context); }
static inline void cauce_md5_add(MD5_CTX *context, const void *bytes, size_t count) {
  MD5_Update(context, bytes, count);
}
static inline void cauce_md5_end(MD5_CTX *context, unsigned char out[16]) { MD5_Final(out, context); }
// So many whole blocks were hashed elsewhere.
static inline void cauce_md5_settle(MD5_CTX *context, MD5_LONG a, MD5_LONG b, MD5_LONG c, MD5_LONG d, size_t blocks) {
  context->A = a, context->B = b, context->C = c, context->D = d;
  unsigned long long bits = ((unsigned long long)context->Nh << 32 | context->Nl) + (unsigned long long)blocks * 512;
  context->Nl = (MD5_LONG)bits, context->Nh = (MD5_LONG)(bits >> 32);
}

// What OpenSSL offers as macros or with variable arguments only, which Swift does not see.

static inline EVP_PKEY *cauce_new_ec_key(void) { return EVP_EC_gen("P-256"); }

static inline void cauce_tls_settle(SSL_CTX *context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_num_tickets(context, 1);
}

static inline int cauce_tls_add_chain(SSL_CTX *context, X509 *certificate) {
  return SSL_CTX_add0_chain_cert(context, certificate);
}

static inline int cauce_tls_set_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name); }

static inline void cauce_bio_want_read(BIO *bio) {
  BIO_clear_retry_flags(bio);
  BIO_set_retry_read(bio);
}

static inline void cauce_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

static inline long cauce_bio_bytes(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

static inline int cauce_x509_add(X509 *certificate, X509 *issuer, int kind, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
  if (extension == NULL) return 0;
  int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return added;
}

static inline EVP_PKEY *cauce_new_rsa_key(unsigned bits) { return EVP_RSA_gen(bits); }
