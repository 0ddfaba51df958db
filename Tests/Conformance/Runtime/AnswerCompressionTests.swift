import Protocols
import Testing

@testable import Runtime

@Suite struct AnswerCompressionTests {
  static let cases: [(String, String?)] = [
    ("gzip", "gzip"), ("deflate", "deflate"), ("identity", nil), ("", nil), ("br", nil), ("x-gzip", nil),
    ("gzip, deflate", "gzip"), ("br, identity, deflate, gzip", "deflate"), ("dog, GZIP ,, cat", "gzip"),
    ("gzip;q=0.8, deflate;q=0.5", "gzip"), ("gzip;q=0.2, deflate;q=0.5", "deflate"), ("*", "gzip"),
    ("*, deflate", "deflate"), ("*, gzip;q=0.5", "deflate"), ("*;q=0", nil), ("gzip ;q=0", nil),
    ("br;q=0.8,identity;q=0.5,*;q=0", nil), ("gzip br", nil), ("\"gzip\"", nil), ("gzip:q=1", nil),
    ("deflate;q=0.5, gzip;q=31", "gzip"), ("deflate;q=0.5,gzip;q=0.", "deflate"), ("deflate;q=0.5,gzip;q=0.x", "gzip"),
    ("deflate;q=-0.5,gzip;q=0.2", "gzip"), ("gzip;q= 0;q=1", nil), ("gzip;q =0;q=1", "gzip"),
    ("gzip;q=0, gzip;q=1, gzip;q=0", "gzip"), ("br,identity;q=0.5,gzip;q=0.0001", "gzip"),
  ]

  @Test(arguments: cases)
  func choosesAsDynamoDBDoes(accepted: String, name: String?) {
    #expect(AnswerCompression.choice(accepted)?.name == name)
  }

  @Test func compressesLongAnswersOnly() throws {
    var short = WireAnswer(status: 200, fields: HTTPFields(), body: [UInt8](repeating: 7, count: 4095))
    AnswerCompression.compress(&short, accepting: "gzip")
    #expect(short.body.count == 4095)
    var long = WireAnswer(status: 200, fields: HTTPFields(), body: [UInt8](repeating: 7, count: 4096))
    AnswerCompression.compress(&long, accepting: "gzip")
    #expect(long.fields["Content-Encoding"] == "gzip")
    #expect(try Inflater.decompress(long.body, .gzip, limit: 1 << 20) == [UInt8](repeating: 7, count: 4096))
  }
}
