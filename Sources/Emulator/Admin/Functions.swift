import Protocols
import Runtime

#if canImport(Glibc)
  import Glibc
#endif

extension AdminRoom {
  /// `POST /_cauce/lambda/attach?function=NAME[&account=][&region=]`: the port at which a runtime client that is started by
  /// hand gets the function's events.
  func attach(_ call: AdminCall) {
    guard let inspection, let name = call.parameter("function"), !name.isEmpty else {
      return call.answer(400, ["error": "say function=NAME in the query"])
    }
    let account = call.parameter("account") ?? configuration.account
    let region = call.parameter("region") ?? configuration.region
    let answer = LoopOnly(call)
    workers.spawn("admin attach") { [cloud] in
      let outcome: Result<Int, AWSError>
      do throws(AWSError) {
        outcome = .success(try await inspection.attach(name, account: account, region: region))
      } catch {
        outcome = .failure(error)
      }
      cloud.loop.post {
        switch outcome {
        case .success(let port):
          answer.value.answer(
            200, ["function": .string(name), "runtimeApi": .string("127.0.0.1:\(port)")])
        case .failure(let error):
          answer.value.answer(error.status, ["error": .string(error.message ?? error.code)])
        }
      }
    }
  }

  /// `GET /_cauce/lambda/code/<id>.zip`: the package that GetFunction and GetLayerVersion name.
  func code(_ call: AdminCall) {
    let name = call.parts[2]
    guard name.hasSuffix(".zip"), let path = inspection?.archive(String(name.dropLast(4))) else {
      return call.answer(404, ["error": .string("there is no package \(name)")])
    }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    var information = stat()
    guard file >= 0, fstat(file, &information) == 0 else {
      return call.answer(404, ["error": .string("the package \(name) cannot be read")])
    }
    let fields = HTTPFields([.init(name: "Content-Type", value: "application/zip")])
    let range = FileRange(
      descriptor: file, offset: 0, length: Int(information.st_size), owner: OpenFile(file))
    call.responder.respond(HTTPResponseHead(status: 200, fields: fields), .files([range]))
  }

  /// Closes the file when the answer has let it go.
  private final class OpenFile: Sendable {
    private let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
  }
}
