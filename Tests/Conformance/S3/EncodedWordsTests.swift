import Testing

@testable import S3

/// The words are those that AWS answered (localstack's snapshots of AWS, test_user_metadata_rfc2047_encoded and
/// test_post_object_with_unicode_metadata).
@Suite struct EncodedWordsTests {
  @Test(arguments: [
    ("test_\u{2014}_file%E2%80%94_\u{e9}_2?.pdf", "=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=3F.pdf?="),
    ("\u{c4}M\u{c4}Z\u{d5}\u{d1} S3", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?="),
    ("\0\u{1}\u{2}\u{3}", "=?UTF-8?B?AAECAw==?="),
    (String(repeating: "\u{fffd}", count: 7), "=?UTF-8?B?77+977+977+977+977+977+977+9?="),
    ("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\t", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\t"),
  ])
  func encodesAsAWS(value: String, word: String) {
    #expect(EncodedWords.encode(value) == word)
    #expect(EncodedWords.decode(word) == value)
  }

  @Test(arguments: [
    ("=?UTF-8?Q?actually-ascii?=", "actually-ascii"), ("=?UTF-8?B?YWJj?=", "abc"), ("=?utf-8?b?YWJj?=", "abc"),
    ("=?ISO-8859-1?Q?=E9?=", "\u{e9}"), ("a =?UTF-8?Q?b?=  =?UTF-8?Q?c?= d", "a bc d"), ("a  b", "a  b"),
    ("=?UTF-8?Q?=4?=", "=?UTF-8?Q?=4?="), ("=?UTF-8?X?a?=", "=?UTF-8?X?a?="), ("=?", "=?"), ("", ""),
  ])
  func decodes(word: String, value: String) { #expect(EncodedWords.decode(word) == value) }

  /// A line end in a value ends no line of what is kept.
  @Test func lineEndsAreKept() {
    var headers = ObjectHeaders()
    headers.metadata = ["a": "x\nlocation\nhttp://b\u{1}n"]
    let found = ObjectHeaders(stored: headers.stored)
    #expect(found.metadata == headers.metadata)
    #expect(found.websiteRedirectLocation == nil)
  }
}
