import CLinux
import Glibc

/// Names to addresses. `getaddrinfo` blocks, so it has a thread of its own for each call; addresses in figures never wait.
enum Resolver {
  struct Address: Sendable {
    let family: Int32
    private let bytes: [UInt8]

    init(family: Int32, bytes: [UInt8]) {
      self.family = family
      self.bytes = bytes
    }

    func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
      bytes.withUnsafeBytes { raw in
        body(raw.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
      }
    }
  }

  static func addresses(of host: String, _ port: Int) async throws(IOError) -> [Address] {
    let outcome: Result<[Address], IOError> = await withCheckedContinuation { continuation in
      let question = Question(host, port) { continuation.resume(returning: $0) }
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Question>.fromOpaque(argument).takeRetainedValue().answer()
          return nil
        }, Unmanaged.passRetained(question).toOpaque())
      pthread_detach(thread)
    }
    return try outcome.get()
  }

  private final class Question {
    private let host: String
    private let port: Int
    private let done: (Result<[Address], IOError>) -> Void

    init(_ host: String, _ port: Int, _ done: @escaping (Result<[Address], IOError>) -> Void) {
      self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
      self.port = port
      self.done = done
    }

    func answer() {
      var hints = addrinfo()
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
      var list: UnsafeMutablePointer<addrinfo>?
      guard getaddrinfo(host, String(port), &hints, &list) == 0 else {
        done(.failure(IOError(EHOSTUNREACH, "the host \(host) has no address")))
        return
      }
      defer { freeaddrinfo(list) }
      var all: [Address] = []
      var entry = list
      while let found = entry {
        if let address = found.pointee.ai_addr {
          let raw = UnsafeRawBufferPointer(start: address, count: Int(found.pointee.ai_addrlen))
          all.append(Address(family: found.pointee.ai_family, bytes: Array(raw)))
        }
        entry = found.pointee.ai_next
      }
      done(.success(all))
    }
  }
}
