package import Protocols

/// Serving HTTP on a port of its own: each of a function's processes finds the Lambda Runtime API at one, since runtime
/// clients read a bare `host:port` out of their environment.
package protocol ListenerPort: Sendable {
  /// Binds 127.0.0.1 with a port that the kernel picks and serves the application there, on the Loop. Loop only. Throws an
  /// internal error when no port is to be had.
  func listen(_ application: any HTTPApplication) throws(AWSError) -> any Listening
}

/// A port that is served. Loop only.
package protocol Listening: AnyObject {
  var port: Int { get }
  /// Takes no more connections and cuts those that are open. The application is let go.
  func close()
}
