internal import Glibc

/// Bytes that wait to be written. Raw memory that grows and is kept, so that an answer is put together without an
/// allocation.
final class OutputBuffer {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private var start = 0
  private var end = 0

  init(capacity: Int) {
    base = .allocate(byteCount: capacity, alignment: 16)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  var count: Int { end &- start }
  var isEmpty: Bool { end == start }
  /// How much memory it holds.
  var size: Int { capacity }
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base + start, count: end &- start) }

  /// The first bytes have been written.
  func drop(_ count: Int) {
    start &+= count
    if start >= end {
      start = 0
      end = 0
    }
  }

  func removeAll() {
    start = 0
    end = 0
  }

  @inline(__always)
  private func reserve(_ more: Int) {
    if end &+ more > capacity { grow(more) }
  }

  private func grow(_ more: Int) {
    let held: Int = count
    if held + more > capacity {
      capacity = max(capacity * 2, held + more)
      let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
      larger.copyMemory(from: base + start, byteCount: held)
      base.deallocate()
      base = larger
    } else {
      memmove(base, base + start, held)
    }
    start = 0
    end = held
  }

  func append(_ byte: UInt8) {
    reserve(1)
    base.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
    end &+= 1
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    memcpy(base + end, source, bytes.count)
    end &+= bytes.count
  }

  func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  func append(_ text: StaticString) {
    append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  func append(_ text: String) {
    let stored: Void? = text.utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
    if stored == nil { append(Array(text.utf8)) }
  }

  func append(decimal value: Int) {
    if value < 10, value >= 0 {
      append(48 &+ UInt8(truncatingIfNeeded: value))
      return
    }
    append(String(value))
  }

  func append(hexadecimal value: Int) { append(String(value, radix: 16)) }

  /// `name: value`, CRLF. A control character in a value would split the answer: it becomes a space.
  func append(field name: String, _ value: String) {
    append(name)
    append(": " as StaticString)
    append(value: value)
    append("\r\n" as StaticString)
  }

  /// The value of a field, with its control characters made spaces.
  func append(value: String) {
    let begin: Int = count
    append(value)
    let written = UnsafeRawBufferPointer(rebasing: bytes[begin...])
    if HTTP1Syntax.hasControl(written) {
      for place in (end - written.count)..<end {
        let byte: UInt8 = base.load(fromByteOffset: place, as: UInt8.self)
        if byte < 0x20 || byte == 0x7f { base.storeBytes(of: 0x20, toByteOffset: place, as: UInt8.self) }
      }
    }
  }

  /// Makes what stands from `begin` on, counted from the first byte that waits, lower case.
  func lowercase(from begin: Int) {
    for place in (start &+ begin)..<end {
      let byte: UInt8 = base.load(fromByteOffset: place, as: UInt8.self)
      if byte &- 65 < 26 { base.storeBytes(of: byte | 32, toByteOffset: place, as: UInt8.self) }
    }
  }

  /// Takes back what was appended behind the first `count` bytes.
  func truncate(to count: Int) { end = start &+ count }

  /// Appends so many bytes of a file; false, and nothing is appended, where it has not so many.
  func append(from file: Int32, offset: Int, count: Int) -> Bool {
    reserve(count)
    var done = 0
    while done < count {
      let result: Int = pread(file, base + end + done, count - done, off_t(offset + done))
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { return false }
      done += result
    }
    end &+= count
    return true
  }
}
