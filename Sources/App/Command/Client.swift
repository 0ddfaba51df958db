import Glibc
import Protocols
import Transport

/// The commands that talk to a running server through its admin API.
enum Client {
  static func run(_ arguments: Arguments, _ environment: [String: String]) async throws(Arguments.Wrong) {
    let endpoint = try Endpoint(
      arguments["endpoint-url"] ?? environment["AWS_ENDPOINT_URL"] ?? "http://127.0.0.1:4566", environment)
    switch arguments.command {
    case .status: show(await call(endpoint, "GET", "/_cauce/health"))
    case .reset:
      var query: [Form.Field] = []
      if let service = arguments["service"] { query.append(Form.Field("service", service)) }
      if let account = arguments["account"] { query.append(Form.Field("account", account)) }
      show(await call(endpoint, "POST", "/_cauce/reset", String(decoding: Form.encode(query), as: UTF8.self)))
    case .mail: mail(await call(endpoint, "GET", "/_cauce/mail"), arguments.operands.first)
    case .logs: logs(await call(endpoint, "GET", "/_cauce/requests"), arguments.operands.first)
    case .events: await events(endpoint)
    case .lambda: try await attach(arguments, endpoint)
    default: throw Arguments.Wrong(line: "'cauce \(arguments.command.name)' is not a command of this version")
    }
  }

  /// Scheme, host and port of a server.
  struct Endpoint {
    let host: String
    let port: Int
    let isTLS: Bool
    /// Whom to believe where the endpoint speaks TLS: the authorities of `AWS_CA_BUNDLE`, or the machine's.
    let trust: TLSTrust?

    init(_ url: String, _ environment: [String: String]) throws(Arguments.Wrong) {
      isTLS = url.hasPrefix("https://")
      guard isTLS || url.hasPrefix("http://") else {
        throw Arguments.Wrong(line: "the endpoint must begin with http:// or https://, not '\(url)'")
      }
      do throws(TLSError) {
        trust = isTLS ? try TLSTrust(authorities: environment["AWS_CA_BUNDLE"]) : nil
      } catch {
        throw Arguments.Wrong(line: error.description)
      }
      let authority = url.dropFirst(isTLS ? 8 : 7).prefix { $0 != "/" }
      let colon = authority.lastIndex(of: ":")
      guard let colon, !authority.hasSuffix("]") else {
        host = String(authority)
        port = isTLS ? 443 : 80
        return
      }
      guard let port = Int(authority[authority.index(after: colon)...]), (1...65535).contains(port) else {
        throw Arguments.Wrong(line: "the endpoint '\(url)' has no port")
      }
      host = String(authority[..<colon])
      self.port = port
    }

    var url: String { "\(isTLS ? "https" : "http")://\(host):\(port)" }
  }

  private static func call(
    _ endpoint: Endpoint, _ method: String, _ path: String, _ query: String = ""
  ) async -> JSONValue {
    do {
      let answer = try await ClientLoop.shared.send(endpoint, method, path, query)
      let value = (try? JSONValue.parse(answer.body)) ?? .null
      if answer.status != 200 { fail(value["error"]?.string ?? "the server answered \(answer.status)") }
      return value
    } catch {
      fail("no server answers at \(endpoint.url) (\(error))")
    }
  }

  /// `lambda attach NAME`: prints what a runtime client needs to know, ready for `export`.
  private static func attach(_ arguments: Arguments, _ endpoint: Endpoint) async throws(Arguments.Wrong) {
    guard arguments.operands.count == 2, arguments.operands[0] == "attach" else {
      throw Arguments.Wrong(line: "say 'cauce lambda attach NAME'")
    }
    var query = [Form.Field("function", arguments.operands[1])]
    for name in ["region", "account"] {
      if let value = arguments[name] { query.append(Form.Field(name, value)) }
    }
    let answer = await call(
      endpoint, "POST", "/_cauce/lambda/attach", String(decoding: Form.encode(query), as: UTF8.self))
    Terminal.out("AWS_LAMBDA_RUNTIME_API=\(answer["runtimeApi"]?.string ?? "")")
  }

  private static func fail(_ line: String) -> Never {
    Terminal.fail(line)
  }

  private static func show(_ value: JSONValue) {
    for member in value.object?.members ?? [] {
      guard let inner = member.value.object else {
        Terminal.out("\(member.key): \(member.value.string ?? member.value.text)")
        continue
      }
      Terminal.out("\(member.key):")
      for service in inner.members {
        let counts = (service.value.object?.members ?? []).filter { $0.key != "status" }
        let shown = counts.map { "\($0.value.text) \($0.key)" }.joined(separator: ", ")
        Terminal.out("  \(service.key)" + (shown.isEmpty ? "" : ": \(shown)"))
      }
    }
  }

  private static func mail(_ value: JSONValue, _ id: String?) {
    let mails = value.array ?? []
    guard let id else {
      for mail in mails {
        Terminal.out(
          "\(mail["id"]?.string ?? "")  \(mail["date"]?.string ?? "")  \(mail["to"]?.string ?? "")  "
            + "\(mail["subject"]?.string ?? "")")
      }
      return
    }
    guard let mail = mails.first(where: { $0["id"]?.string == id }) else { fail("there is no e-mail \(id)") }
    for (name, key) in [("From", "from"), ("To", "to"), ("Date", "date"), ("Subject", "subject")] {
      Terminal.out("\(name): \(mail[key]?.string ?? "")")
    }
    Terminal.out("\n\(mail["text"]?.string ?? "")")
  }

  static func line(_ call: JSONValue) -> String {
    let error = call["errorCode"]?.string.map { " \($0): \(call["errorMessage"]?.string ?? "")" } ?? ""
    return "\(call["time"]?.string ?? "")  \(call["service"]?.string ?? "")  \(call["operation"]?.string ?? "")  "
      + "\(call["status"]?.text ?? "")  \(call["milliseconds"]?.text ?? "") ms\(error)"
  }

  private static func logs(_ value: JSONValue, _ service: String?) {
    for call in value.array ?? [] where service == nil || call["service"]?.string == service {
      Terminal.out(line(call))
    }
  }

  /// Prints until the server ends or the user interrupts.
  private static func events(_ endpoint: Endpoint) async {
    do {
      try await ClientLoop.shared.follow(endpoint, "/_cauce/events") { event in
        guard let value = try? JSONValue.parse(event) else { return }
        Terminal.out(line(value))
      }
    } catch {
      fail("no server answers at \(endpoint.url) (\(error))")
    }
  }
}
