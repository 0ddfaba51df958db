import Protocols

/// A zip file as deployment packages are (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT): stored and
/// deflated entries, Unix modes and symbolic links. Encrypted and ZIP64 archives are refused, as is an entry whose name
/// would lie outside of the folder that it is unpacked to.
struct ZipArchive {
  struct Entry: Equatable {
    /// Relative, `/` between its parts, no empty part and no `..` among them.
    var path: String
    var kind: Kind
    /// Unix permission bits; 0 when the archive does not tell.
    var mode: UInt16
    fileprivate var method: UInt16
    fileprivate var checksum: UInt32
    fileprivate var packedSize: Int
    var size: Int
    fileprivate var headerOffset: Int
  }

  enum Kind: Equatable { case file, folder, link }

  struct Invalid: Error { var reason: String }

  let entries: [Entry]
  private let bytes: [UInt8]

  /// Reads the central directory.
  init(_ bytes: [UInt8]) throws(Invalid) {
    self.bytes = bytes
    guard let end = ZipArchive.endOfCentralDirectory(bytes) else { throw Invalid(reason: "no central directory") }
    let count = ZipArchive.number16(bytes, end + 10)
    var offset = ZipArchive.number32(bytes, end + 16)
    if count == 0xffff || offset == 0xffff_ffff { throw Invalid(reason: "ZIP64") }
    var entries: [Entry] = []
    for _ in 0..<count {
      guard offset + 46 <= bytes.count, ZipArchive.number32(bytes, offset) == 0x0201_4b50 else {
        throw Invalid(reason: "a broken central directory")
      }
      let flags = ZipArchive.number16(bytes, offset + 8)
      if flags & 1 != 0 { throw Invalid(reason: "an encrypted entry") }
      let nameLength = ZipArchive.number16(bytes, offset + 28)
      let next =
        offset + 46 + nameLength + ZipArchive.number16(bytes, offset + 30)
        + ZipArchive.number16(bytes, offset + 32)
      guard next <= bytes.count else { throw Invalid(reason: "a broken central directory") }
      let name = String(decoding: bytes[(offset + 46)..<(offset + 46 + nameLength)], as: UTF8.self)
      let attributes = ZipArchive.number32(bytes, offset + 38)
      let mode = UInt16(truncatingIfNeeded: attributes >> 16)
      let isUnix = ZipArchive.number16(bytes, offset + 4) >> 8 == 3
      var kind = Kind.file
      if name.hasSuffix("/") || attributes & 0x10 != 0 { kind = .folder }
      if isUnix, mode & 0xf000 == 0xa000 { kind = .link }
      guard let path = ZipArchive.safePath(name) else {
        throw Invalid(reason: "an entry outside of the archive: \(name)")
      }
      if !path.isEmpty {
        entries.append(
          Entry(
            path: path, kind: kind, mode: isUnix ? mode & 0o777 : 0,
            method: UInt16(ZipArchive.number16(bytes, offset + 10)),
            checksum: UInt32(ZipArchive.number32(bytes, offset + 16)),
            packedSize: ZipArchive.number32(bytes, offset + 20), size: ZipArchive.number32(bytes, offset + 24),
            headerOffset: ZipArchive.number32(bytes, offset + 42)))
      }
      offset = next
    }
    self.entries = entries
  }

  /// The bytes of a file or the target of a link, their checksum verified.
  func contents(of entry: Entry) throws(Invalid) -> [UInt8] {
    let header = entry.headerOffset
    guard header + 30 <= bytes.count, ZipArchive.number32(bytes, header) == 0x0403_4b50 else {
      throw Invalid(reason: "a broken entry \(entry.path)")
    }
    // The names' lengths of the local header may differ from the directory's.
    let start = header + 30 + ZipArchive.number16(bytes, header + 26) + ZipArchive.number16(bytes, header + 28)
    guard start + entry.packedSize <= bytes.count else { throw Invalid(reason: "a cut entry \(entry.path)") }
    let packed = bytes[start..<(start + entry.packedSize)]
    let plain: [UInt8]
    switch entry.method {
    case 0: plain = Array(packed)
    case 8:
      do { plain = try Inflater.decompress(Array(packed), .raw, limit: entry.size) } catch {
        throw Invalid(reason: "the compressed data of \(entry.path)")
      }
    default: throw Invalid(reason: "the compression method \(entry.method) of \(entry.path)")
    }
    guard plain.count == entry.size else { throw Invalid(reason: "a wrong size of \(entry.path)") }
    if CRC.value(.crc32, of: plain) != UInt64(entry.checksum) {
      throw Invalid(reason: "a wrong checksum of \(entry.path)")
    }
    return plain
  }

  /// nil when the name leaves the folder; empty for the folder itself.
  static func safePath(_ name: String) -> String? {
    // Some tools on Windows write backslashes.
    let name = String(name.map { $0 == "\\" ? "/" : $0 })
    if name.hasPrefix("/") || name.utf8.contains(0) { return nil }
    var parts: [Substring] = []
    for part in name.split(separator: "/") where part != "." {
      if part == ".." { return nil }
      parts.append(part)
    }
    return parts.joined(separator: "/")
  }

  /// The record stands at the end, before a comment of at most 65,535 bytes.
  private static func endOfCentralDirectory(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let least = max(0, bytes.count - 22 - 65_535)
    for offset in stride(from: bytes.count - 22, through: least, by: -1) where bytes[offset] == 0x50 {
      if number32(bytes, offset) == 0x0605_4b50, offset + 22 + number16(bytes, offset + 20) <= bytes.count {
        return offset
      }
    }
    return nil
  }

  private static func number16(_ bytes: [UInt8], _ offset: Int) -> Int {
    Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
  }

  private static func number32(_ bytes: [UInt8], _ offset: Int) -> Int {
    number16(bytes, offset) | number16(bytes, offset + 2) << 16
  }
}
