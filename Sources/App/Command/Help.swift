/// `cauce help [COMMAND]`
enum Help {
  static func run(_ arguments: Arguments) throws(Arguments.Wrong) {
    guard let name = arguments.operands.first else {
      Terminal.out(Command.overview)
      return
    }
    guard let command = Command.named(name) else {
      throw Arguments.Wrong(line: "unknown command '\(name)'; 'cauce help' lists them")
    }
    Terminal.out(command.text)
  }
}
