package import Transport

/// How the form app is started.
package struct FormOptions: Sendable {
  package var host = "127.0.0.1"
  package var port = 8080
  /// The stream that takes the objects.
  package var stream = "stream-productos"
  package var region = "us-east-1"
  /// Host and port of the endpoint, the emulator or what speaks like it.
  package var endpointHost = "127.0.0.1"
  package var endpointPort = 4566
  /// Whom to believe, where the endpoint is `https://`; nil: it is plain HTTP.
  package var trust: TLSTrust?
  package var accessKey = "000000000000"
  package var secretKey = "secret"
  package var sessionToken: String?
  package init() {}
}
