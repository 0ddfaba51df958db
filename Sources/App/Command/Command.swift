/// The commands of `cauce`, their flags and their help: one table that the parser and the help both read.
struct Command {
  struct Flag {
    let name: String
    /// What the value is called in the help; nil for a switch.
    let value: String?
    let help: String
  }

  let name: String
  let summary: String
  let operands: [String]
  let flags: [Flag]
  /// Flags of AWS's and the product's vocabulary that this version refuses by name, with the reason.
  let later: [String: String]

  private init(
    _ name: String, _ summary: String, operands: [String] = [], flags: [Flag] = [], later: [String: String] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.flags = flags
    self.later = later
  }

  static let serve = Command(
    "serve", "start the local AWS (the default)",
    flags: [
      Flag(name: "host", value: "ADDRESS", help: "listen on this address (127.0.0.1)"),
      Flag(name: "port", value: "PORT", help: "listen on this port (4566; 0: any free one)"),
      Flag(name: "data", value: "DIR", help: "keep everything in this folder (in memory, gone at exit)"),
      Flag(
        name: "durability", value: "fsync|os",
        help: "with --data: an answered write survives power loss (fsync) or kill -9 (os)"),
      Flag(name: "region", value: "REGION", help: "the region of unsigned requests (us-east-1)"),
      Flag(name: "account", value: "DIGITS", help: "the account of callers without one (000000000000)"),
      Flag(name: "services", value: "A,B,…", help: "only these services (all)"),
      Flag(name: "smtp", value: "HOST:PORT", help: "really send e-mails through this mail server"),
      Flag(name: "auto-confirm-email", value: nil, help: "confirm e-mail subscriptions at once"),
      Flag(name: "cors-origin", value: "ORIGIN", help: "let browsers call from this origin too (repeatable)"),
      Flag(name: "tls-cert", value: "FILE", help: "the certificate for https://, in PEM (one of its own making)"),
      Flag(name: "tls-key", value: "FILE", help: "its key, in PEM"),
      Flag(name: "python", value: "PATH", help: "the Python that runs handlers"),
      Flag(
        name: "kinesis-throttle", value: nil,
        help: "hold clients to a shard's 1 MiB/s and 1,000 records/s in, 2 MiB/s and 5 reads/s out"),
      Flag(
        name: "kinesis-delay", value: "MS", help: "milliseconds in CREATING, UPDATING and DELETING (0: ready at once)"),
      Flag(name: "kinesis-subscription", value: "SECONDS", help: "when SubscribeToShard ends (300)"),
      Flag(name: "dynamodb-throttle", value: nil, help: "hold DynamoDB's tables to their throughput"),
      Flag(name: "dynamodb-delay", value: "MS", help: "how long a DynamoDB table is CREATING, UPDATING, DELETING (0)"),
      Flag(name: "parent-pid", value: "PID", help: "end when this process ends"),
      Flag(name: "auth", value: "off|verify", help: "off: any signature goes; verify: signatures are checked"),
      Flag(
        name: "credentials", value: "KEY:SECRET[:ACCOUNT]|FILE",
        help: "a key that may sign, or a file with one a line (repeatable)"),
      Flag(
        name: "s3-object-ownership", value: "OWNERSHIP",
        help: "of buckets made without one (BucketOwnerEnforced; ObjectWriter lets ACLs be set)"),
      Flag(
        name: "s3-default-encryption", value: "AES256|none",
        help: "of objects and buckets that ask for none (AES256; none: as before January 2023)"),
      Flag(name: "s3-allow-sse-c", value: nil, help: "new buckets take objects encrypted with a customer's key"),
    ],
    later: [
      "init": "init folders are not built",
      "config": "configuration files are not built", "upstream": "upstreams are not built",
      "log-level": "there is one level", "log-format": "there is one format",
    ])

  private static let server = Flag(
    name: "endpoint-url", value: "URL", help: "the running server (http://127.0.0.1:4566, or AWS_ENDPOINT_URL)")

  static let form = Command(
    "form", "serve the web form of the architecture",
    flags: [
      Flag(name: "listen", value: "ADDRESS:PORT", help: "where the form is served (127.0.0.1:8080)"),
      Flag(name: "stream", value: "NAME", help: "the Kinesis stream that takes the objects (stream-productos)"),
      Flag(name: "endpoint-url", value: "URL", help: "the emulator's or AWS's endpoint (AWS_ENDPOINT_URL)"),
      Flag(name: "region", value: "REGION", help: "the region (AWS_REGION, else us-east-1)"),
    ])
  static let status = Command("status", "ask a running server how it is", flags: [server])
  static let reset = Command(
    "reset", "make a running server forget everything",
    flags: [
      server,
      Flag(name: "service", value: "NAME", help: "only this service"),
      Flag(name: "account", value: "DIGITS", help: "only this account"),
    ])
  static let mail = Command(
    "mail", "list the e-mails of a running server, or show one", operands: ["ID"], flags: [server])
  static let logs = Command(
    "logs", "the last calls of a running server", operands: ["SERVICE"], flags: [server])
  static let lambda = Command(
    "lambda", "open a port for a function's hand-started runtime client: 'lambda attach NAME'",
    operands: ["attach", "NAME"],
    flags: [
      server,
      Flag(name: "region", value: "REGION", help: "the function's region (the server's)"),
      Flag(name: "account", value: "DIGITS", help: "the function's account (the server's)"),
    ])
  static let events = Command("events", "each call of a running server as it ends", flags: [server])
  static let help = Command("help", "this text, or the help of a command", operands: ["COMMAND"])
  static let version = Command("version", "the version")

  static let all = [serve, form, lambda, status, reset, mail, logs, events, help, version]

  static func named(_ name: String) -> Command? { all.first { $0.name == name } }

  /// The commands of the product that this version does not have.
  static let unbuilt = ["export", "import", "up"]

  var text: String {
    var lines = ["usage: cauce \(name)" + operands.map { " [\($0)]" }.joined() + (flags.isEmpty ? "" : " [flags]")]
    lines.append("  " + summary)
    if !flags.isEmpty { lines.append("") }
    for flag in flags {
      let left = "--" + flag.name + (flag.value.map { " " + $0 } ?? "")
      let padding = String(repeating: " ", count: max(1, 26 - left.count))
      lines.append("  " + left + padding + flag.help)
    }
    if name == "serve" {
      lines.append("")
      lines.append("Every flag has an environment variable: --auto-confirm-email is CAUCE_AUTO_CONFIRM_EMAIL.")
    }
    return lines.joined(separator: "\n")
  }

  static var overview: String {
    var lines = [
      "cauce: a local AWS for streaming pipelines", "", "usage: cauce [COMMAND] [flags]", "",
    ]
    for command in all {
      lines.append("  " + command.name + String(repeating: " ", count: 10 - command.name.count) + command.summary)
    }
    lines.append("")
    lines.append("'cauce help COMMAND' lists the flags of a command.")
    return lines.joined(separator: "\n")
  }
}

extension Command: Equatable {
  static func == (a: Command, b: Command) -> Bool { a.name == b.name }
}
