package import Protocols
package import Runtime
package import Storage

/// AWS Lambda (https://docs.aws.amazon.com/lambda/latest/api/welcome.html), on one page: what it is on the wire, what it
/// can do, who works behind it.
///
/// `@unchecked Sendable`: only the Loop touches it; workers come back to the Loop through `Cloud`.
package final class LambdaService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "lambda", title: "Lambda", model: "lambda/2015-03-31", signingName: "lambda", apiVersion: "2015-03-31",
    protocols: [.restJSON], internalCode: "ServiceException", sendsErrorType: true, bodyLimit: 70_167_211)

  package var operations: [OperationEntry] {
    [
      OperationEntry(AddPermission.self, on: self),
      OperationEntry(CreateEventSourceMapping.self, on: self),
      OperationEntry(CreateFunction.self, on: self),
      OperationEntry(DeleteEventSourceMapping.self, on: self),
      OperationEntry(DeleteFunction.self, on: self),
      OperationEntry(GetEventSourceMapping.self, on: self),
      OperationEntry(GetFunction.self, on: self),
      OperationEntry(GetFunctionConfiguration.self, on: self),
      OperationEntry(GetPolicy.self, on: self),
      OperationEntry(Invoke.self, on: self),
      OperationEntry(ListEventSourceMappings.self, on: self),
      OperationEntry(ListFunctions.self, on: self),
      OperationEntry(ListTags.self, on: self),
      OperationEntry(RemovePermission.self, on: self),
      OperationEntry(TagResource.self, on: self),
      OperationEntry(UntagResource.self, on: self),
      OperationEntry(UpdateEventSourceMapping.self, on: self),
      OperationEntry(UpdateFunctionCode.self, on: self),
      OperationEntry(UpdateFunctionConfiguration.self, on: self),
    ]
  }

  let store: LambdaStore
  let mappingStore: MappingStore
  let queue: EventQueue
  let house: ProcessHouse
  let setting: ServiceSetting
  private(set) var events: EventDispatcher!
  private(set) var mappings: MappingWorkers!
  private var pools: [LambdaFunction.Key: FunctionPool] = [:]
  private var ids = IDs()
  private var isStopped = false

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    self.setting = setting
    store = try LambdaStore(database)
    mappingStore = try MappingStore(database, store)
    queue = try EventQueue(database)
    let code = try CodeStore(dataFolder: setting.configuration.dataFolder)
    house = try ProcessHouse(setting, store, code)
    events = EventDispatcher(queue, self, setting)
    mappings = MappingWorkers(self, setting)
    // What a server before this one left: packages that no function names.
    var kept: Set<String> = []
    for function in store.functions.values { if case .zip(let id, _, _) = function.code { kept.insert(id) } }
    code.removeAll(but: kept)
  }

  package func start() {
    // Written with the turn's own commit; on failure the rows are there again at the next start.
    for process in (try? store.takeProcesses()) ?? [] { ProcessTable.killGroup(pid: process.pid, start: process.start) }
    events.pump()
    mappings.start()
    scheduleIdleCheck()
  }

  package func stop() {
    isStopped = true
    events.stop()
    mappings.stop()
    let error = AWSError("ServiceException", "The server is stopping.", status: 500)
    for pool in Array(pools.values) { pool.close(error) }
    pools = [:]
    house.stop()
  }

  package func reset(account: String?) throws(AWSError) {
    for mapping in Array(mappingStore.mappings.values) where account == nil || mapping.function.account == account {
      try mappingStore.remove(mapping.id)
    }
    for function in Array(store.functions.values) where account == nil || function.key.account == account {
      try store.remove(function.key)
      forget(function)
    }
    try queue.drop(account: account)
    store.round.afterCommit { [self] in
      mappings.refresh()
      setting.workers.spawn("lambda sweep") { [self] in
        while await setting.cloud.step({ [self] () throws(AWSError) in try queue.sweep() }) == true {}
      }
    }
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] {
    [("functions", store.functions.count), ("eventSourceMappings", mappingStore.mappings.count)]
  }

  /// The last invocations, oldest first: what the trace page shows.
  package var invocations: [InvocationTrace] { house.ring.all }

  func newID() -> String { ids.uuid() }

  // MARK: Invoking

  /// Runs the function and waits for its answer. From any thread; throws what Invoke throws before the handler runs.
  /// `requestID` nil: a new one.
  package func invoke(
    _ name: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) -> FunctionAnswer {
    let outcome: Result<(InvocationResult, String), AWSError> = await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in
        do throws(AWSError) {
          let reference = try FunctionReference(name, account: caller.account, region: ARN(name)?.region ?? region)
          let function = try reference.find(self)
          try Payload.check(payload, .requestResponse)
          let requestID = house.requestID()
          submit(
            Invocation(
              requestID: requestID, payload: payload.isEmpty ? Array("{}".utf8) : payload, traceID: house.traceID()
            ) { continuation.resume(returning: .success(($0, requestID))) }, to: function)
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    switch try outcome.get() {
    case (.refused(let error), _): throw error
    case (.answered(let payload, let functionError, _), let requestID):
      return FunctionAnswer(payload: payload, functionError: functionError, requestID: requestID)
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
    _ key: LambdaFunction.Key, _ payload: [UInt8], requestID: String, source: InvocationSource
  ) async -> InvocationResult {
    await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in
        guard let function = store.function(key) else {
          return continuation.resume(returning: .refused(.functionNotFound(key.arn)))
        }
        let invocation = Invocation(
          requestID: requestID, payload: payload, source: source, traceID: house.traceID()
        ) { continuation.resume(returning: $0) }
        submit(invocation, to: function)
      }
    }
  }

  /// The role of a function; nil when it is not there. From any thread.
  func role(of key: LambdaFunction.Key) async -> String? {
    await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in continuation.resume(returning: store.function(key)?.role) }
    }
  }

  /// The same for a function and an invocation made by whoever calls; on the Loop.
  func submit(_ invocation: Invocation, to function: LambdaFunction) {
    if isStopped {
      return invocation.finish(.refused(AWSError("ServiceException", "The server is stopping.", status: 500)))
    }
    house.trace(invocation, of: function)
    pool(for: function).submit(invocation)
  }

  private func pool(for function: LambdaFunction) -> FunctionPool {
    if let pool = pools[function.key] { return pool }
    let pool = FunctionPool(function, house)
    pools[function.key] = pool
    return pool
  }

  // MARK: Changes of functions, told by the operations

  /// New code or a new configuration was written: once it is committed, processes of the old end and the old code goes.
  func changed(_ old: LambdaFunction, to new: LambdaFunction) {
    store.round.afterCommit { [self] in
      pools[new.key]?.change(to: new)
      if old.code != new.code { discard(old.code) }
    }
  }

  /// An event may wait for a function of that name.
  func created() { eventQueued() }

  /// Once the event is committed it is brought to its handler.
  func eventQueued() { store.round.afterCommit { [self] in events.pump() } }

  /// Once the change is committed the workers follow it.
  func mappingsChanged() { store.round.afterCommit { [self] in mappings.refresh() } }

  func forget(_ function: LambdaFunction) {
    store.round.afterCommit { [self] in
      pools.removeValue(forKey: function.key)?.close(.functionNotFound(function.key.arn))
      discard(function.code)
    }
  }

  /// Code that was unpacked and is not wanted after all.
  func discard(_ code: LambdaFunction.Code) {
    guard case .zip(let id, _, _) = code else { return }
    let store = house.code
    BlockingThread.start { store.remove(id) }
  }

  // MARK: Idle processes

  private static let idleCheck = 60_000

  private func scheduleIdleCheck() {
    setting.cloud.loop.after(milliseconds: LambdaService.idleCheck) { [weak self] in
      guard let self, !isStopped else { return }
      let now = Clock.machineMilliseconds()
      for (key, pool) in pools {
        pool.endIdle(now: now)
        if pool.isEmpty { pools[key] = nil }
      }
      scheduleIdleCheck()
    }
  }
}
