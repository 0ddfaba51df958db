import Glibc
import Synchronization

/// A timestamp with time zone in 64 bits, as Trino packs it: milliseconds since 1970 in UTC above 12 bits of zone.
enum ZonedTime {
  @inline(__always) static func millis(_ packed: Int64) -> Int64 { packed >> 12 }
  @inline(__always) static func zone(_ packed: Int64) -> Int { Int(packed & 0xFFF) }
  @inline(__always) static func pack(_ millis: Int64, _ zone: Int) -> Int64 { millis << 12 | Int64(zone) }

  /// The time on the wall there, in microseconds.
  static func localMicros(_ packed: Int64) -> Int64 {
    let millis: Int64 = millis(packed)
    return (millis + Int64(TimeZones.offset(zone(packed), at: millis)) * 1000) * 1000
  }

  /// From the time on the wall.
  static func fromLocal(micros: Int64, zone: Int) -> Int64 {
    let millis: Int64 = CivilTime.floorDivide(micros, 1000)
    let guess: Int = TimeZones.offset(zone, at: millis)
    let offset: Int = TimeZones.offset(zone, at: millis - Int64(guess) * 1000)
    return pack(millis - Int64(offset) * 1000, zone)
  }
}

/// Zones by key: 0 is UTC, 1...1681 an offset of `key - 841` minutes, from 1,700 names of the zone database.
enum TimeZones {
  private struct Zone: Sendable {
    var name: String
    /// Seconds since 1970 from which each offset counts, ascending.
    var starts: [Int64]
    var offsets: [Int]
    var first: Int
  }

  private static let named: Mutex<[Zone]> = Mutex([])
  private static let firstNamed = 1700

  static func key(_ name: String) -> Int? {
    switch name.uppercased() {
    case "UTC", "Z", "GMT", "UT", "ETC/UTC", "ZULU": return 0
    default: break
    }
    if let minutes: Int = offsetMinutes(name) { return minutes == 0 ? 0 : minutes + 841 }
    return named.withLock { zones in
      if let index: Int = zones.firstIndex(where: { $0.name == name }) { return firstNamed + index }
      guard zones.count < 0xFFF - firstNamed, let zone: Zone = load(name) else { return nil }
      zones.append(zone)
      return firstNamed + zones.count - 1
    }
  }

  private static func offsetMinutes(_ text: String) -> Int? {
    let bytes: [UInt8] = Array(text.utf8)
    guard bytes.count >= 3, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-") else { return nil }
    var reader = TimeReader(bytes: bytes)
    reader.at = 1
    guard let hours: Int = reader.number(atMost: 2, atLeast: 2) else { return nil }
    _ = reader.accept(UInt8(ascii: ":"))
    let minutes: Int = reader.isAtEnd ? 0 : reader.number(atMost: 2, atLeast: 2) ?? 99
    guard reader.isAtEnd, minutes < 60, hours * 60 + minutes <= 840 else { return nil }
    return bytes[0] == UInt8(ascii: "-") ? -(hours * 60 + minutes) : hours * 60 + minutes
  }

  static func name(_ key: Int) -> String {
    if key == 0 { return "UTC" }
    if key >= firstNamed { return named.withLock { zones in zones[key - firstNamed].name } }
    return offsetText(key - 841)
  }

  /// `+05:30`
  static func offsetText(_ minutes: Int) -> String {
    var bytes: [UInt8] = [UInt8(ascii: minutes < 0 ? "-" : "+")]
    CivilTime.append(abs(minutes) / 60, width: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    CivilTime.append(abs(minutes) % 60, width: 2, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Seconds east of UTC at that instant.
  static func offset(_ key: Int, at millis: Int64) -> Int {
    if key == 0 { return 0 }
    if key < firstNamed { return (key - 841) * 60 }
    let seconds: Int64 = CivilTime.floorDivide(millis, 1000)
    return named.withLock { zones in
      let zone: Zone = zones[key - firstNamed]
      var low = 0
      var high: Int = zone.starts.count
      while low < high {
        let middle: Int = (low + high) / 2
        if zone.starts[middle] <= seconds { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? zone.first : zone.offsets[low - 1]
    }
  }

  /// Reads a file of the system's zone database (RFC 8536, its second block of 64-bit times).
  private static func load(_ name: String) -> Zone? {
    let valid: Bool = name.utf8.allSatisfy { byte in
      (byte | 0x20 >= 97 && byte | 0x20 <= 122) || (byte >= 48 && byte <= 57) || "/_-+".utf8.contains(byte)
    }
    guard valid, !name.isEmpty, !name.hasPrefix("/"), let file = fopen("/usr/share/zoneinfo/" + name, "rb") else {
      return nil
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count: Int = fread(&bytes, 1, bytes.count, file)
    func integer(_ at: Int, _ width: Int) -> Int64 {
      var value: Int64 = width == 4 ? Int64(Int8(bitPattern: bytes[at])) : 0
      for index in (width == 4 ? 1 : 0)..<width { value = value << 8 | Int64(bytes[at + index]) }
      return value
    }
    guard count > 88, bytes[0] == UInt8(ascii: "T"), bytes[4] >= UInt8(ascii: "2") else { return nil }
    // The first block is skipped: its counts tell how long it is.
    func counts(_ at: Int) -> [Int] { (0..<6).map { index in Int(integer(at + 20 + index * 4, 4)) } }
    let first: [Int] = counts(0)
    let start: Int = 44 + first[3] * 5 + first[4] * 6 + first[5] + first[2] * 8 + first[1] + first[0]
    guard start + 44 < count else { return nil }
    let second: [Int] = counts(start)
    let transitions: Int = second[3]
    let types: Int = second[4]
    let times: Int = start + 44
    let indexes: Int = times + transitions * 8
    let infos: Int = indexes + transitions
    guard infos + types * 6 <= count, types > 0 else { return nil }
    var zone = Zone(name: name, starts: [], offsets: [], first: Int(integer(infos, 4)))
    for index in 0..<transitions {
      zone.starts.append(integer(times + index * 8, 8))
      zone.offsets.append(Int(integer(infos + Int(bytes[indexes + index]) * 6, 4)))
    }
    return zone
  }
}
