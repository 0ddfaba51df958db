import FormApp
import Glibc
import Protocols
import Transport

/// The loop of the commands that are clients, made when the first call needs it.
final class ClientLoop: Sendable {
  static let shared = ClientLoop()
  private let loop: EventLoop

  private init() {
    do {
      loop = try EventLoop()
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, Unmanaged.passRetained(loop).toOpaque())
      pthread_detach(thread)
    } catch {
      Terminal.fail("\(error)")
    }
  }

  func send(
    _ server: Client.Endpoint, _ method: String, _ path: String, _ query: String = ""
  ) async throws(HTTPClientError) -> HTTPClient.Answer {
    try await HTTPClient(loop: loop, trust: server.trust).send(
      server.host, server.port, HTTPRequestHead(method: method, path: path, query: query))
  }

  /// Serves the form on this loop; returns the port.
  func serve(_ options: FormOptions) async -> Result<Int, IOError> {
    await withCheckedContinuation { continuation in
      loop.post { [loop] in
        let form = FormServer(options, loop: loop)
        let server = HTTPServer(loop: loop, application: form, configuration: HTTPServer.Configuration())
        do throws(IOError) {
          continuation.resume(returning: .success(try server.bind(host: options.host, port: options.port).port))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
  }

  /// Calls `take` with the data of each server-sent event.
  func follow(
    _ server: Client.Endpoint, _ path: String, _ take: @escaping @Sendable (String) -> Void
  ) async throws(HTTPClientError) {
    let buffer = LoopOnly(EventText())
    try await HTTPClient(loop: loop, trust: server.trust).follow(
      server.host, server.port, HTTPRequestHead(method: "GET", path: path), timeout: nil
    ) { event in
      if case .body(let bytes) = event { buffer.value.feed(Array(bytes), take) }
      return true
    }
  }

  /// Events are apart by an empty line; here each has one line of data.
  private final class EventText {
    private var bytes: [UInt8] = []

    func feed(_ more: [UInt8], _ take: (String) -> Void) {
      bytes.append(contentsOf: more)
      while let end = bytes.firstIndex(of: 10) {
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        bytes.removeSubrange(...end)
        if line.hasPrefix("data: ") { take(String(line.dropFirst("data: ".count))) }
      }
    }
  }
}
