internal import CNGHTTP2
internal import Protocols

/// The fields of one answer in libnghttp2's form. Kept by the server, so that an answer is put together without an
/// allocation.
final class HTTP2FieldBlock {
  private struct Entry {
    var name: Int
    var nameCount: Int
    var valueCount: Int
    var flags: UInt8
  }

  private let text = OutputBuffer(capacity: 4096)
  private var entries: [Entry] = []

  func removeAll() {
    text.removeAll()
    entries.removeAll(keepingCapacity: true)
  }

  func add(status: Int) { add(":status", String(status)) }

  func add(_ name: String, _ value: String) {
    let begin: Int = text.count
    text.append(name)
    text.lowercase(from: begin)
    let middle: Int = text.count
    text.append(value: value)
    close(begin, middle)
  }

  func add(_ name: StaticString, bytes value: UnsafeRawBufferPointer) {
    let begin: Int = text.count
    text.append(name)
    let middle: Int = text.count
    text.append(value)
    close(begin, middle)
  }

  private func close(_ begin: Int, _ middle: Int) {
    let flags: UInt8 = changesAlways(begin, middle) ? UInt8(NGHTTP2_NV_FLAG_NO_INDEX.rawValue) : 0
    entries.append(
      Entry(name: begin, nameCount: middle - begin, valueCount: text.count - middle, flags: flags))
  }

  /// Fields that are another in every answer would only drive the others out of the compressor's table.
  private func changesAlways(_ begin: Int, _ middle: Int) -> Bool {
    let name = UnsafeRawBufferPointer(rebasing: text.bytes[begin..<middle])
    switch name.count {
    case 10: return HTTP1Syntax.equals(name, "x-amz-id-2")
    case 11: return HTTP1Syntax.equals(name, "x-amz-crc32")
    case 16: return HTTP1Syntax.equals(name, "x-amzn-requestid") || HTTP1Syntax.equals(name, "x-amz-request-id")
    default: return false
    }
  }

  /// The list; its pointers are good until `body` returns.
  func withFields(_ body: (UnsafePointer<nghttp2_nv>, Int) -> Void) {
    guard let base = text.bytes.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: entries.count) { list in
      for (index, entry) in entries.enumerated() {
        let name = UnsafeMutableRawPointer(mutating: base + entry.name).assumingMemoryBound(to: UInt8.self)
        list.initializeElement(
          at: index,
          to: nghttp2_nv(
            name: name, value: name + entry.nameCount, namelen: entry.nameCount, valuelen: entry.valueCount,
            flags: entry.flags))
      }
      if let first = list.baseAddress { body(UnsafePointer(first), entries.count) }
    }
  }
}
