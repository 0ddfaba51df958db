import Glibc
import Runtime

/// The program that runs a function's code on this machine.
struct Interpreter: Sendable, Equatable {
  var path: String
  /// A line for the function's log where the program is not the very one that the runtime names.
  var remark: String?

  struct Missing: Error, Sendable {
    var message: String
  }

  /// Looks for the interpreter; blocks, since a candidate is run to learn whether it works (a version manager's stand-in
  /// may be on PATH without its version) and where it really lies.
  static func find(_ runtime: RuntimeName, runtimeName: String, configured: String?) -> Result<Interpreter, Missing> {
    switch runtime {
    case .provided: .success(Interpreter(path: "", remark: nil))
    case .python(let version): python(version, configured)
    case .node(let major): node(major, runtimeName)
    case .ruby(let version): ruby(version, runtimeName)
    case .java(let major): java(major, runtimeName)
    }
  }

  private static func python(_ version: String, _ configured: String?) -> Result<Interpreter, Missing> {
    if let configured {
      guard let found = python(at: configured) else {
        return .failure(Missing(message: "the Python named by the configuration, \(configured), does not run"))
      }
      return .success(Interpreter(path: found.path, remark: remark(version, "python" + found.version, found.path)))
    }
    for name in [version, "python3"] {
      if let found = python(at: name) {
        return .success(Interpreter(path: found.path, remark: remark(version, "python" + found.version, found.path)))
      }
    }
    return .failure(
      Missing(message: "neither \(version) nor python3 was found on PATH; CAUCE_PYTHON names the interpreter to use"))
  }

  private static func python(at name: String) -> (path: String, version: String)? {
    let program = "import sys; print(sys.executable); print('%d.%d' % sys.version_info[:2])"
    let lines = output(of: "exec \(quoted(name)) -c \(quoted(program))").split(separator: "\n").map(String.init)
    guard lines.count == 2, lines[1].hasPrefix("3.") else { return nil }
    return (lines[0], lines[1])
  }

  private static func node(_ major: Int, _ runtimeName: String) -> Result<Interpreter, Missing> {
    let program = "console.log(process.execPath); console.log(process.versions.node)"
    let lines = output(of: "exec node -e \(quoted(program))").split(separator: "\n").map(String.init)
    guard lines.count == 2, let found = Int(lines[1].prefix { $0 != "." }) else {
      return .failure(Missing(message: "node was not found on PATH"))
    }
    return .success(
      Interpreter(path: lines[0], remark: found == major ? nil : remark(runtimeName, "Node " + lines[1], lines[0])))
  }

  private static func ruby(_ version: String, _ runtimeName: String) -> Result<Interpreter, Missing> {
    let program = "require 'rbconfig'; puts RbConfig.ruby; puts RUBY_VERSION"
    let lines = output(of: "exec ruby -e \(quoted(program))").split(separator: "\n").map(String.init)
    guard lines.count == 2 else { return .failure(Missing(message: "ruby was not found on PATH")) }
    let isSame = lines[1].hasPrefix(version + ".")
    return .success(
      Interpreter(path: lines[0], remark: isSame ? nil : remark(runtimeName, "Ruby " + lines[1], lines[0])))
  }

  /// The bootstrap is one source file, which Java compiles as it starts it: that is known from version 11 on.
  private static func java(_ major: Int, _ runtimeName: String) -> Result<Interpreter, Missing> {
    let lines = output(of: "command -v java && { java -version 2>&1; }").split(separator: "\n").map(String.init)
    // Options from the environment may be told before it.
    let version = lines.first { $0.utf8.contains(UInt8(ascii: "\"")) } ?? ""
    guard let quote = version.firstIndex(of: "\""),
      let found = Int(version[version.index(after: quote)...].prefix { $0.isNumber }), found >= 11
    else { return .failure(Missing(message: "java, version 11 or later, was not found on PATH")) }
    return .success(
      Interpreter(
        path: lines[0], remark: found == major ? nil : remark(runtimeName, "Java \(found)", lines[0])))
  }

  private static func remark(_ wanted: String, _ found: String, _ path: String) -> String? {
    wanted == found ? nil : "[Cauce] \(wanted) was not found on PATH: the function runs with \(found) (\(path))"
  }

  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private static let outputLimit = 64 << 10

  /// What a shell's command prints, errors aside; empty where it cannot be run. Blocks.
  static func output(of command: String) -> String {
    guard let stream = popen("{ " + command + "; } 2>/dev/null", "re") else { return "" }
    defer { pclose(stream) }
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    // The rest of a long output is read and dropped: a program that cannot write it would not end.
    while case let count = fread(&bytes, 1, bytes.count, stream), count > 0 {
      if all.count < outputLimit { all += bytes[..<count] }
    }
    return String(decoding: all, as: UTF8.self)
  }
}

/// Remembers the interpreters that were found, so that each is looked for once. Loop only.
///
/// `@unchecked Sendable`: closures carry it back to the Loop.
final class Interpreters: @unchecked Sendable {
  private var found: [String: Interpreter] = [:]
  private let configured: String?
  private let loop: any Loop

  init(configured: String?, loop: any Loop) {
    self.configured = configured
    self.loop = loop
  }

  /// `done` is called on the Loop. A failure is not remembered: the user may install what is missing.
  func find(_ runtimeName: String, _ done: @escaping @Sendable (Result<Interpreter, Interpreter.Missing>) -> Void) {
    if let interpreter = found[runtimeName] { return done(.success(interpreter)) }
    guard let runtime = RuntimeName(runtimeName) else {
      return done(.failure(Interpreter.Missing(message: "the runtime \(runtimeName) is not emulated")))
    }
    let configured = configured
    let loop = loop
    BlockingThread.start { [self] in
      let result = Interpreter.find(runtime, runtimeName: runtimeName, configured: configured)
      loop.post { [self] in
        if case .success(let interpreter) = result { found[runtimeName] = interpreter }
        done(result)
      }
    }
  }
}
