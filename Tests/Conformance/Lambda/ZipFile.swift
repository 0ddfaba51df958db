import Protocols

/// Makes zip files for tests, good and bad ones.
struct ZipFile {
  struct Entry {
    var name: String
    var contents: [UInt8]
    var mode: UInt32 = 0o100644
    var isDeflated = true
    var checksum: UInt32?
  }
  var entries: [Entry]

  static func of(_ files: [String: String]) -> [UInt8] {
    ZipFile(entries: files.sorted { $0.key < $1.key }.map { Entry(name: $0.key, contents: Array($0.value.utf8)) }).bytes
  }

  var bytes: [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let packed = entry.isDeflated ? Deflater.compress(entry.contents, .raw) : entry.contents
      let checksum = entry.checksum ?? UInt32(CRC.value(.crc32, of: entry.contents))
      let offset = out.count
      let common =
        Self.two(20) + Self.two(0x800) + Self.two(entry.isDeflated ? 8 : 0) + Self.two(0) + Self.two(0)
        + Self.four(checksum) + Self.four(UInt32(packed.count)) + Self.four(UInt32(entry.contents.count))
        + Self.two(entry.name.utf8.count) + Self.two(0)
      out += Self.four(0x0403_4b50) + common + Array(entry.name.utf8) + packed
      directory += Self.four(0x0201_4b50) + Self.two(3 << 8 | 20) + common + Self.two(0) + Self.two(0) + Self.two(0)
      directory += Self.four(entry.mode << 16) + Self.four(UInt32(offset)) + Array(entry.name.utf8)
    }
    let start = out.count
    out += directory
    out += Self.four(0x0605_4b50) + Self.two(0) + Self.two(0) + Self.two(entries.count) + Self.two(entries.count)
    out += Self.four(UInt32(directory.count)) + Self.four(UInt32(start)) + Self.two(0)
    return out
  }

  private static func two(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8 & 255)] }
  private static func four(_ number: UInt32) -> [UInt8] { two(Int(number & 0xffff)) + two(Int(number >> 16)) }
}
