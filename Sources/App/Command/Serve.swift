import Emulator
import Glibc

/// `cauce serve`: starts the emulator, says where it is, ends on SIGTERM or SIGINT.
enum Serve {
  static let version = "0.1.0"

  static func run(_ arguments: Arguments) async throws(Arguments.Wrong) {
    let options = try options(from: arguments)
    let parent = try parentPID(arguments)
    Ending.prepare()
    LastWords.prepare()
    let emulator: Emulator
    do { emulator = try await Emulator.start(options) } catch {
      Terminal.fail("\(error)")
    }
    if !isLoopback(options.host) {
      Terminal.error("warning: other machines can reach this server, which runs functions as local processes")
    }
    Terminal.out(
      "cauce \(version) on \(emulator.endpoint)" + (options.dataFolder.map { ", data in \($0)" } ?? ", in memory"))
    Terminal.out("Ready.")
    await Ending.wait(parent: parent)
    await emulator.stop()
    exit(0)
  }

  private static func options(from arguments: Arguments) throws(Arguments.Wrong) -> EmulatorOptions {
    var options = EmulatorOptions()
    if let host = arguments["host"] { options.host = host }
    options.port = try arguments.port("port", default: options.port)
    options.dataFolder = arguments["data"]
    if let text = arguments["durability"] {
      guard let durability = EmulatorOptions.Durability(rawValue: text) else {
        throw Arguments.Wrong(line: "--durability takes fsync or os, not '\(text)'")
      }
      if options.dataFolder == nil { throw Arguments.Wrong(line: "--durability goes with --data") }
      options.durability = durability
    }
    if let region = arguments["region"] { options.region = region }
    if let account = arguments["account"] {
      guard account.utf8.count == 12, account.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
        throw Arguments.Wrong(line: "--account takes 12 digits, not '\(account)'")
      }
      options.account = account
    }
    options.services = arguments["services"]?.split(separator: ",").map(String.init)
    if let smtp = arguments["smtp"] {
      let parts = smtp.split(separator: ":")
      guard parts.count >= 2, let port = Int(parts[parts.count - 1]), (1...65535).contains(port) else {
        throw Arguments.Wrong(line: "--smtp takes HOST:PORT, not '\(smtp)'")
      }
      options.smtp = smtp
    }
    options.autoConfirmEmail = arguments.has("auto-confirm-email")
    options.corsOrigins = arguments.all("cors-origin")
    options.tlsCertificate = arguments["tls-cert"]
    options.tlsKey = arguments["tls-key"]
    if (options.tlsCertificate == nil) != (options.tlsKey == nil) {
      throw Arguments.Wrong(line: "--tls-cert and --tls-key go together")
    }
    options.python = arguments["python"]
    options.kinesisThrottle = arguments.has("kinesis-throttle")
    if let delay = try number("kinesis-delay", 0...3_600_000, arguments) {
      options.kinesisDelay = .milliseconds(delay)
    }
    if let seconds = try number("kinesis-subscription", 1...86_400, arguments) {
      options.kinesisSubscription = .seconds(seconds)
    }
    options.dynamoDBThrottles = arguments.has("dynamodb-throttle")
    if let text = arguments["dynamodb-delay"] {
      guard let delay = Int(text), (0...3_600_000).contains(delay) else {
        throw Arguments.Wrong(line: "--dynamodb-delay takes milliseconds, not '\(text)'")
      }
      options.dynamoDBDelay = delay
    }
    if let text = arguments["auth"] {
      guard let auth = EmulatorOptions.Auth(rawValue: text) else {
        throw Arguments.Wrong(
          line: text == "enforce"
            ? "--auth enforce is not available in this version: 'off' and 'verify' are"
            : "--auth takes off or verify, not '\(text)'")
      }
      options.auth = auth
    }
    options.credentials = try Credentials.read(arguments.all("credentials"))
    if let ownership = arguments["s3-object-ownership"] {
      guard ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"].contains(ownership) else {
        throw Arguments.Wrong(
          line: "--s3-object-ownership takes BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter, not "
            + "'\(ownership)'")
      }
      options.s3ObjectOwnership = ownership
    }
    options.s3AllowsCustomerKeys = arguments.has("s3-allow-sse-c")
    if let encryption = arguments["s3-default-encryption"] {
      guard encryption == "AES256" || encryption == "none" else {
        throw Arguments.Wrong(line: "--s3-default-encryption takes AES256 or none, not '\(encryption)'")
      }
      options.s3EncryptsByDefault = encryption == "AES256"
    }
    options.log = { line in Terminal.error(line) }
    return options
  }

  private static func number(
    _ name: String, _ range: ClosedRange<Int>, _ arguments: Arguments
  ) throws(Arguments.Wrong) -> Int? {
    guard let text = arguments[name] else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Arguments.Wrong(
        line: "--\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
    }
    return number
  }

  private static func parentPID(_ arguments: Arguments) throws(Arguments.Wrong) -> Int32? {
    guard let text = arguments["parent-pid"] else { return nil }
    guard let pid = Int32(text), pid > 0 else {
      throw Arguments.Wrong(line: "--parent-pid takes a process id, not '\(text)'")
    }
    return pid
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }
}
