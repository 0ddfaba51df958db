import Protocols
import Runtime
import Transport

/// Ports of their own, for the Lambda Runtime API.
final class ListenerPortBinding: ListenerPort {
  private let loop: EventLoop

  init(_ loop: EventLoop) { self.loop = loop }

  func listen(_ application: any HTTPApplication) throws(AWSError) -> any Listening {
    var configuration = HTTPServer.Configuration()
    // A handler is silent for as long as it works.
    configuration.idleTimeout = .seconds(86_400)
    let server = HTTPServer(loop: loop, application: application, configuration: configuration)
    do { return Listener(server, port: try server.bind(host: "127.0.0.1", port: 0).port) } catch {
      throw AWSError.internal("\(error)")
    }
  }

  private final class Listener: Listening {
    let port: Int
    private let server: HTTPServer

    init(_ server: HTTPServer, port: Int) {
      self.server = server
      self.port = port
    }

    func close() {
      let server = server
      // Nobody waits for what a handler still does once its port is given up.
      Task.detached { await server.stop(within: .zero) }
    }
  }
}
