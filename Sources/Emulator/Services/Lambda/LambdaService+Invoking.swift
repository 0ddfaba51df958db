package import Protocols
package import Runtime
import Storage

extension LambdaService {
  /// Runs the function and waits for its answer. From any thread; throws what Invoke throws before the handler runs.
  package func invoke(
    _ name: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) -> FunctionAnswer {
    let reference = try FunctionReference(name, account: caller.account, region: ARN(name)?.region ?? region)
    try Payload.check(payload, .requestResponse)
    var ids = IDs()
    let asked = InvocationRequest(reference, requestID: ids.uuid(), payload: payload)
    switch await asked.run(self).0 {
    case .refused(let error): throw error
    case .answered(let payload, let functionError, _):
      return FunctionAnswer(payload: payload, functionError: functionError, requestID: asked.requestID)
    }
  }

  /// Returns once the event is queued durably. From any thread.
  package func invokeAsync(
    _ name: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) {
    var input = Values<Invoke.Input>()
    input[Invoke.Input.functionName] = name
    input[Invoke.Input.invocationType] = "Event"
    input[Invoke.Input.payload] = Blob(payload)
    _ = try await setting.cloud.perform(Invoke.self, input, as: caller, region: ARN(name)?.region ?? region)
  }

  /// Whether there is a function of that name or ARN. From any thread.
  package func hasFunction(_ name: String, as caller: Caller, region: String) async -> Bool {
    var input = Values<GetFunctionConfiguration.Input>()
    input[GetFunctionConfiguration.Input.functionName] = name
    let region = ARN(name)?.region ?? region
    do throws(AWSError) {
      _ = try await setting.cloud.perform(GetFunctionConfiguration.self, input, as: caller, region: region)
      return true
    } catch {
      return false
    }
  }

  /// The same for records of a mapping's. From any thread.
  func invoke(
    _ key: LambdaFunction.Key, qualifier: String? = nil, _ payload: [UInt8], requestID: String,
    source: InvocationSource
  ) async -> InvocationResult {
    await InvocationRequest(
      FunctionReference(key, qualifier: qualifier), requestID: requestID, payload: payload, source: source
    ).run(self).0
  }

  /// The role of a function; nil when it is not there. From any thread.
  func role(of key: LambdaFunction.Key) async -> String? {
    await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in continuation.resume(returning: store.function(key)?.role) }
    }
  }

  func traceHeader(_ incoming: String?, _ key: LambdaFunction.Key) -> TraceHeader {
    TraceHeader(incoming: incoming, of: key, fresh: house.traceID())
  }

  /// Queues an event; in a step.
  func enqueue(_ asked: InvocationRequest, now: Timestamp) throws(AWSError) {
    try queue.add(
      EventQueue.Event(
        id: 0, key: asked.reference.key, qualifier: asked.reference.qualifier, requestID: asked.requestID,
        clientContext: asked.clientContext, trace: asked.trace, target: nil, letter: nil,
        accepted: Int(now.milliseconds), attempts: 0), asked.payload, now: Int(now.milliseconds))
    eventQueued()
  }

  /// Runs that version; on the Loop. Past a limit on what runs at once the invocation is refused.
  func submit(_ invocation: Invocation, to function: LambdaFunction) {
    if isStopped {
      return invocation.finish(.refused(AWSError("ServiceException", "The server is stopping.", status: 500)))
    }
    house.trace(invocation, of: function)
    do throws(AWSError) {
      invocation.onEnd(try concurrency.begin(function.key))
    } catch {
      house.traced(invocation) { $0.status = .refused }
      return invocation.finish(.refused(error))
    }
    pool(for: function).submit(invocation)
  }

  func pool(for function: LambdaFunction) -> FunctionPool {
    if let pool = pools[function.versionKey] { return pool }
    let pool = FunctionPool(function, house, self)
    pools[function.versionKey] = pool
    return pool
  }

  /// Where a version's files lie.
  func place(of function: LambdaFunction) -> LaunchPlan.Place {
    var place = LaunchPlan.Place(root: "")
    switch function.code {
    case .zip(let id, _, _): place.root = house.code.folder(of: id)
    case .folder(let path): place.root = path
    case .image, .none: break
    }
    let layers = function.layers.reversed().compactMap { LayerVersion.inUse($0, self) }
    place.layers = layers.map { house.code.folder(of: $0.codeID) }
    return place
  }

  /// The sizes of a function's layers, by their ARNs.
  func layerSizes(of function: LambdaFunction) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for arn in function.layers { sizes[arn] = LayerVersion.inUse(arn, self)?.codeSize }
    return sizes
  }
}
