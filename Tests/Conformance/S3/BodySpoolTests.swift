import Protocols
import Support
import Testing

@testable import S3

/// Large bodies that come at the same time: each passes through many rooms, and they are hashed side by side.
@Suite struct BodySpoolTests {
  /// About a room's size, and far from it.
  private static let sizes = [
    BodySpool.inMemory + 1, SpoolRoom.size - 1, SpoolRoom.size, SpoolRoom.size + 1, 3 * SpoolRoom.size, 2_000_003,
  ]

  private static func body(_ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) } }

  /// In chunks whose ends fall anywhere in a room, and a trailer.
  private static func chunked(_ body: [UInt8], _ chunk: Int) -> [UInt8] {
    var all: [UInt8] = []
    for start in stride(from: 0, to: body.count, by: chunk) {
      let data = body[start..<min(start + chunk, body.count)]
      all += Array((String(data.count, radix: 16) + "\r\n").utf8) + data + [13, 10]
    }
    let crc = CRC.value(.crc32, of: body)
    let text = Base64.encode((0..<4).reversed().map { UInt8(truncatingIfNeeded: crc >> UInt64($0 * 8)) })
    return all + Array("0\r\nx-amz-checksum-crc32:\(text)\r\n\r\n".utf8)
  }

  @Test func bodiesSideBySide() async throws {
    let house = try await s3House()
    await withTaskGroup(of: Void.self) { group in
      for size in Self.sizes {
        for chunk in [0, 70_001] {
          group.addTask {
            let body = Self.body(size)
            let fields =
              chunk == 0
              ? []
              : [
                ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("Content-Encoding", "aws-chunked"),
                ("x-amz-trailer", "x-amz-checksum-crc32"), ("x-amz-decoded-content-length", "\(size)"),
              ]
            let answer = await house.send(
              "PUT", "/bucket/\(size)-\(chunk)", fields: fields, body: chunk == 0 ? body : Self.chunked(body, chunk))
            #expect(answer.status == 200)
            #expect(answer.fields["ETag"] == "\"\(Hex.encode(MD5.hash(body)))\"", "\(size) \(chunk)")
          }
        }
      }
    }
    for size in Self.sizes {
      for chunk in [0, 70_001] { #expect(try await house.get("\(size)-\(chunk)").bytes == Self.body(size)) }
    }
  }

  /// A body with more than was said of it is refused wherever that shows, and nothing of it is kept.
  @Test func refusesWhatIsLongerThanSaid() async throws {
    let house = try await s3House()
    let fields = [
      ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-trailer", "x-amz-checksum-crc32"),
      ("x-amz-decoded-content-length", "1000000"),
    ]
    let body = Self.chunked(Self.body(1_500_000), 100_000)
    let answer = await house.send("PUT", "/bucket/k", fields: fields, body: body)
    #expect(String(decoding: answer.body, as: UTF8.self).contains("<Code>IncompleteBody</Code>"))
    #expect(await house.s3("HEAD", "/bucket/k").status == 404)
  }
}
