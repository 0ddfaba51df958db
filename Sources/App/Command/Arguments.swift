/// The command line, read: a command, its flags and its operands. Every flag has an environment variable, `--smtp` is
/// `CAUCE_SMTP`; the flag wins.
struct Arguments {
  /// One line for standard error.
  struct Wrong: Error { let line: String }

  let command: Command
  private let values: [String: String]
  private let repeated: [String: [String]]
  let operands: [String]

  /// `words` without the program's name.
  init(_ words: [String], environment: [String: String]) throws(Wrong) {
    var rest = words[...]
    var command = Command.serve
    if let first = rest.first, !first.hasPrefix("-") {
      guard let named = Command.named(first) else {
        throw Wrong(line: "unknown command '\(first)'; 'cauce help' lists them")
      }
      command = named
      rest = rest.dropFirst()
    } else if rest.first == "--help" || rest.first == "-h" {
      command = .help
      rest = rest.dropFirst()
    } else if rest.first == "--version" {
      command = .version
      rest = rest.dropFirst()
    }
    self.command = command

    var values: [String: String] = [:]
    var repeated: [String: [String]] = [:]
    var operands: [String] = []
    for flag in command.flags {
      let name = "CAUCE_" + flag.name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
      guard let value = environment[name], !value.isEmpty else { continue }
      if flag.value == nil {
        if value != "0", value != "false" { values[flag.name] = "" }
      } else {
        values[flag.name] = value
        repeated[flag.name] = [value]
      }
    }
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        if word == "-h" {
          self.values = ["help": ""]
          self.repeated = [:]
          self.operands = []
          return
        }
        operands.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if name == "help" {
        self.values = ["help": ""]
        self.repeated = [:]
        self.operands = []
        return
      }
      if let reason = command.later[name] {
        throw Wrong(line: "--\(name) is not available in this version: \(reason)")
      }
      guard let flag = command.flags.first(where: { $0.name == name }) else {
        throw Wrong(
          line: "unknown flag '--\(name)' of 'cauce \(command.name)'; 'cauce help \(command.name)' lists them")
      }
      if flag.value == nil {
        if parts.count > 1 { throw Wrong(line: "--\(name) takes no value") }
        values[name] = ""
      } else if parts.count > 1 {
        values[name] = String(parts[1])
        repeated[name, default: []].append(String(parts[1]))
      } else {
        guard let value = rest.popFirst() else { throw Wrong(line: "--\(name) needs a value, \(flag.value ?? "")") }
        values[name] = value
        repeated[name, default: []].append(value)
      }
    }
    if operands.count > command.operands.count {
      throw Wrong(line: "'cauce \(command.name)' does not take '\(operands[command.operands.count])'")
    }
    self.values = values
    self.repeated = repeated
    self.operands = operands
  }

  func has(_ name: String) -> Bool { values[name] != nil }
  subscript(_ name: String) -> String? { values[name] }
  func all(_ name: String) -> [String] { repeated[name] ?? [] }

  func port(_ name: String, default other: Int) throws(Wrong) -> Int {
    guard let text = values[name] else { return other }
    guard let port = Int(text), (0...65535).contains(port) else {
      throw Wrong(line: "--\(name) takes a port from 0 to 65535, not '\(text)'")
    }
    return port
  }
}
