internal import Glibc

/// An IPv4 or IPv6 address with its port.
package struct SocketAddress: Sendable, CustomStringConvertible {
  private var storage = sockaddr_storage()
  private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

  init() {}

  /// From a literal, `127.0.0.1`, `::1` or `[::1]`; nil for anything else, names included.
  package init?(literal host: String, port: Int) {
    guard let number = UInt16(exactly: port) else { return nil }
    var v4 = in_addr()
    var v6 = in6_addr()
    let bare: String = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    if inet_pton(AF_INET, host, &v4) == 1 {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = number.bigEndian
      address.sin_addr = v4
      self.init(copying: &address, count: MemoryLayout<sockaddr_in>.size)
    } else if inet_pton(AF_INET6, bare, &v6) == 1 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = number.bigEndian
      address.sin6_addr = v6
      self.init(copying: &address, count: MemoryLayout<sockaddr_in6>.size)
    } else {
      return nil
    }
  }

  /// Copies a `sockaddr` of that size.
  init(copying address: UnsafeRawPointer, count: Int) {
    withUnsafeMutableBytes(of: &storage) { target in
      target.copyMemory(from: UnsafeRawBufferPointer(start: address, count: min(count, target.count)))
    }
    length = socklen_t(count)
  }

  var family: Int32 { Int32(storage.ss_family) }

  /// Whether it is `::`, which takes IPv4 connections too.
  var isAnyIPv6: Bool {
    guard family == AF_INET6 else { return false }
    return withUnsafeBytes(of: storage) { $0[8..<24].allSatisfy { $0 == 0 } }
  }

  package var port: Int {
    // Both families keep the port in bytes 2 and 3, in network order.
    withUnsafeBytes(of: storage) { Int($0[2]) << 8 | Int($0[3]) }
  }

  /// `127.0.0.1`, `::1`; an IPv4 address that came in through an IPv6 socket is given as IPv4.
  package var host: String {
    withUnsafeBytes(of: storage) { bytes in
      guard family == AF_INET6 else { return SocketAddress.text(AF_INET, bytes, at: 4) }
      let mapped: Bool = bytes[8..<18].allSatisfy { $0 == 0 } && bytes[18] == 0xff && bytes[19] == 0xff
      return mapped ? SocketAddress.text(AF_INET, bytes, at: 20) : SocketAddress.text(AF_INET6, bytes, at: 8)
    }
  }

  /// `127.0.0.1:4566`, `[::1]:4566`.
  package var description: String {
    let host: String = self.host
    return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  private static func text(_ family: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
      guard let base = bytes.baseAddress, let start = text.baseAddress,
        inet_ntop(family, base + offset, start, socklen_t(INET6_ADDRSTRLEN)) != nil
      else { return "" }
      return String(cString: start)
    }
  }

  func withSockaddr<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  mutating func withMutableSockaddr<R>(
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> R
  ) -> R {
    length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var length: socklen_t = self.length
    let result: R = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
    }
    self.length = length
    return result
  }
}
