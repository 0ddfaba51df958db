import Protocols
import Testing

@testable import S3

@Suite struct FormDataTests {
  private static let form = Array(
    ("--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na\r\n--B\r\n"
      + "Content-Disposition: form-data; name=\"file\"; filename=\"x \\\"y\\\".txt\"\r\nContent-Type: text/plain\r\n\r\n"
      + "line\r\n--b\r\n-end\r\n--B\r\nContent-Disposition: form-data; name=\"submit\"\r\n\r\ngo\r\n--B--\r\n").utf8)

  private func read(_ data: inout FormData, _ bytes: [UInt8]) throws -> [FormData.Part] {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { room.deallocate() }
    room.copyBytes(from: bytes)
    return try data.read(UnsafeRawBufferPointer(room))
  }

  /// Wherever the bytes are cut, the parts are the same.
  @Test func everyCutGivesTheSameParts() throws {
    for cut in 0...Self.form.count {
      var data = FormData(boundary: "B")
      var fields: [String] = []
      var file: [UInt8] = []
      var ends = 0
      for piece in [Self.form[..<cut], Self.form[cut...]] {
        for part in try read(&data, Array(piece)) {
          switch part {
          case .field(let name, let value): fields.append("\(name)=\(value)")
          case .file(let filename, let type): fields.append("file \(filename) \(type ?? "-")")
          case .bytes(let bytes): file += bytes
          case .end: ends += 1
          }
        }
      }
      #expect(fields == ["key=a", "file x \"y\".txt text/plain"])
      #expect(String(decoding: file, as: UTF8.self) == "line\r\n--b\r\n-end")
      #expect(ends == 1)
    }
  }

  @Test func theFieldsInFrontOfTheFileAreBounded() {
    var data = FormData(boundary: "B")
    let form =
      Array("--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n".utf8)
      + [UInt8](repeating: 97, count: 30_000)
    #expect(throws: FormData.Failure.tooLarge) { try read(&data, form) }
    #expect(FormData.boundary("multipart/form-data; boundary=\"a b\"; x=y") == "a b")
    #expect(FormData.boundary("application/x-www-form-urlencoded") == nil)
  }
}
