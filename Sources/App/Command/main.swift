import Glibc

let environment = Environment.all()
do throws(Arguments.Wrong) {
  let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()), environment: environment)
  if arguments.has("help") {
    Terminal.out(arguments.command.text)
    exit(0)
  }
  switch arguments.command {
  case .serve: try await Serve.run(arguments)
  case .version: Terminal.out("cauce \(Serve.version)")
  case .help: try Help.run(arguments)
  case .form: try await FormCommand.run(arguments, environment)
  default: try await Client.run(arguments, environment)
  }
} catch {
  Terminal.fail(error.line, status: 2)
}
