package import Protocols
import Runtime

extension LambdaService {
  /// A function whose handler is a closure; it is made where it is missing. From any thread.
  package func register(
    _ name: String, account: String, region: String, _ body: @escaping ClosureHandler.Body
  ) async throws(AWSError) {
    let key = LambdaFunction.Key(account: account, region: region, name: name)
    let handler = ClosureHandler(body, setting)
    try await make(key, handler: "closure")
    await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in
        closures[key] = handler
        continuation.resume()
      }
    }
  }

  /// A function's port for clients that are started by hand; the function is made where it is missing. From any thread.
  package func attach(_ name: String, account: String, region: String) async throws(AWSError) -> Int {
    let key = LambdaFunction.Key(account: account, region: region, name: name)
    try await make(key, handler: "attached")
    let outcome: Result<Int, AWSError> = await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in
        do throws(AWSError) {
          let runtime = if let known = attached[key] { known } else { try AttachedRuntime(key, house) }
          attached[key] = runtime
          continuation.resume(returning: .success(runtime.port))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try outcome.get()
  }

  /// Makes a function without code where there is none of that name.
  private func make(_ key: LambdaFunction.Key, handler: String) async throws(AWSError) {
    let letters = key.name.utf8
    guard (1...64).contains(letters.count),
      letters.allSatisfy({ $0 == 45 || $0 == 95 || (48...57).contains($0) || (65...90).contains($0 & 0xdf) })
    else { throw AWSError.invalidParameter("\(key.name) is no name of a function.") }
    let done = await setting.cloud.step { [self] () throws(AWSError) -> Bool in
      if store.function(key) != nil { return true }
      try store.put(
        LambdaFunction(
          key: key, runtime: "provided.al2023", role: "arn:aws:iam::\(key.account):role/\(key.name)", handler: handler,
          timeout: 900, code: .none, revisionID: newID(), lastModified: setting.clock.now))
      created()
      return true
    }
    if done == nil { throw AWSError.internal("the function could not be kept") }
  }
}
