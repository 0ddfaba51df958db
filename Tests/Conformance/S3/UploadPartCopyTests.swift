import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct UploadPartCopyTests {
  private func copy(
    _ house: TestHouse, _ id: String, _ source: String, _ range: String? = nil, number: Int = 1
  ) async -> (status: Int, text: String) {
    let fields = [("x-amz-copy-source", source)] + (range.map { [("x-amz-copy-source-range", $0)] } ?? [])
    let answer = await house.send(
      "PUT", "/bucket/to", query: "partNumber=\(number)&uploadId=\(id)", fields: fields)
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }

  /// Of an object that is a row and of one that is a file; whole, and a range of it.
  @Test(arguments: [1000, 100_000])
  func takesBytesOfAnObject(_ size: Int) async throws {
    let house = try await s3House()
    let bytes = pattern(size)
    try await house.put("from", bytes)
    for (range, wanted) in [(nil, bytes), ("bytes=10-19", Array(bytes[10..<20]))] as [(String?, [UInt8])] {
      let id = try await house.upload("to", []).id
      let made = await copy(house, id, "/bucket/from", range)
      #expect(made.status == 200)
      let etag = Hex.encode(MD5.hash(wanted))
      #expect(made.text.contains("<ETag>&quot;\(etag)&quot;</ETag>") || made.text.contains("<ETag>\"\(etag)\"</ETag>"))
      _ = try await house.call(CompleteMultipartUpload.self) {
        $0[CompleteMultipartUpload.Input.bucket] = "bucket"
        $0[CompleteMultipartUpload.Input.key] = "to"
        $0[CompleteMultipartUpload.Input.uploadID] = id
        $0[CompleteMultipartUpload.Input.multipartUpload] = .with {
          $0[CompletedMultipartUpload.parts] = [
            .with {
              $0[CompletedPart.partNumber] = 1
              $0[CompletedPart.eTag] = etag
            }
          ]
        }
      }
      #expect(try await house.get("to").bytes == wanted)
    }
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    try await house.put("from", [1, 2, 3, 4, 5])
    let id = try await house.upload("to", []).id
    let far = await copy(house, id, "/bucket/from", "bytes=0-21")
    #expect(far.status == 400)
    #expect(far.text.contains("Range specified is not valid for source object of size: 5"))
    #expect(await copy(house, id, "/bucket/from", "0-2").text.contains("<Code>InvalidArgument</Code>"))
    #expect(await copy(house, id, "/bucket/none").text.contains("<Code>NoSuchKey</Code>"))
    #expect(await copy(house, id, "/nobody/none").text.contains("<Code>NoSuchBucket</Code>"))
    #expect(await copy(house, "none", "/bucket/from").text.contains("<Code>NoSuchUpload</Code>"))
    #expect(await copy(house, id, "/bucket/from", number: 10_001).text.contains("<Code>InvalidArgument</Code>"))
  }
}
