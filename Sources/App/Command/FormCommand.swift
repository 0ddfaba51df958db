import FormApp
import Glibc
import Transport

/// `cauce form`: serves the web form until a signal ends it.
enum FormCommand {
  static func run(_ arguments: Arguments, _ environment: [String: String]) async throws(Arguments.Wrong) {
    var options = FormOptions()
    let listen = arguments["listen"] ?? "127.0.0.1:8080"
    guard let colon = listen.lastIndex(of: ":"), let port = Int(listen[listen.index(after: colon)...]),
      (0...65535).contains(port)
    else { throw Arguments.Wrong(line: "--listen takes ADDRESS:PORT, not '\(listen)'") }
    options.host = String(listen[..<colon])
    options.port = port
    if let stream = arguments["stream"] { options.stream = stream }
    options.region =
      arguments["region"] ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? options.region
    let endpoint = try Client.Endpoint(
      arguments["endpoint-url"] ?? environment["AWS_ENDPOINT_URL"] ?? "http://127.0.0.1:4566", environment)
    options.endpointHost = endpoint.host
    options.endpointPort = endpoint.port
    options.trust = endpoint.trust
    if let key = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"] {
      options.accessKey = key
      options.secretKey = secret
      options.sessionToken = environment["AWS_SESSION_TOKEN"]
    }
    Ending.prepare()
    let outcome = await ClientLoop.shared.serve(options)
    switch outcome {
    case .failure(let failure): Terminal.fail("\(failure)")
    case .success(let port): Terminal.out("form on http://\(options.host):\(port)/load, stream \(options.stream)")
    }
    await Ending.wait(parent: nil)
    exit(0)
  }
}
