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
    protocols: [.restJSON], internalCode: "ServiceException", sendsErrorType: true, bodyLimit: 70_167_211,
    throttled: AWSError("TooManyRequestsException", "Rate Exceeded.", status: 429))

  package var operations: [OperationEntry] {
    [
      OperationEntry(AddLayerVersionPermission.self, on: self),
      OperationEntry(AddPermission.self, on: self),
      OperationEntry(CreateAlias.self, on: self),
      OperationEntry(CreateCodeSigningConfig.self, on: self),
      OperationEntry(CreateEventSourceMapping.self, on: self),
      OperationEntry(CreateFunction.self, on: self),
      OperationEntry(CreateFunctionUrlConfig.self, on: self),
      OperationEntry(DeleteAlias.self, on: self),
      OperationEntry(DeleteCodeSigningConfig.self, on: self),
      OperationEntry(DeleteEventSourceMapping.self, on: self),
      OperationEntry(DeleteFunction.self, on: self),
      OperationEntry(DeleteFunctionCodeSigningConfig.self, on: self),
      OperationEntry(DeleteFunctionConcurrency.self, on: self),
      OperationEntry(DeleteFunctionEventInvokeConfig.self, on: self),
      OperationEntry(DeleteFunctionUrlConfig.self, on: self),
      OperationEntry(DeleteLayerVersion.self, on: self),
      OperationEntry(DeleteProvisionedConcurrencyConfig.self, on: self),
      OperationEntry(GetAccountSettings.self, on: self),
      OperationEntry(GetAlias.self, on: self),
      OperationEntry(GetCodeSigningConfig.self, on: self),
      OperationEntry(GetEventSourceMapping.self, on: self),
      OperationEntry(GetFunction.self, on: self),
      OperationEntry(GetFunctionCodeSigningConfig.self, on: self),
      OperationEntry(GetFunctionConcurrency.self, on: self),
      OperationEntry(GetFunctionConfiguration.self, on: self),
      OperationEntry(GetFunctionEventInvokeConfig.self, on: self),
      OperationEntry(GetFunctionRecursionConfig.self, on: self),
      OperationEntry(GetFunctionUrlConfig.self, on: self),
      OperationEntry(GetLayerVersion.self, on: self),
      OperationEntry(GetLayerVersionByArn.self, on: self),
      OperationEntry(GetLayerVersionPolicy.self, on: self),
      OperationEntry(GetPolicy.self, on: self),
      OperationEntry(GetProvisionedConcurrencyConfig.self, on: self),
      OperationEntry(GetRuntimeManagementConfig.self, on: self),
      OperationEntry(Invoke.self, on: self),
      OperationEntry(InvokeAsync.self, on: self),
      OperationEntry(InvokeWithResponseStream.self, on: self),
      OperationEntry(ListAliases.self, on: self),
      OperationEntry(ListCodeSigningConfigs.self, on: self),
      OperationEntry(ListEventSourceMappings.self, on: self),
      OperationEntry(ListFunctionEventInvokeConfigs.self, on: self),
      OperationEntry(ListFunctionUrlConfigs.self, on: self),
      OperationEntry(ListFunctions.self, on: self),
      OperationEntry(ListFunctionsByCodeSigningConfig.self, on: self),
      OperationEntry(ListLayerVersions.self, on: self),
      OperationEntry(ListLayers.self, on: self),
      OperationEntry(ListProvisionedConcurrencyConfigs.self, on: self),
      OperationEntry(ListTags.self, on: self),
      OperationEntry(ListVersionsByFunction.self, on: self),
      OperationEntry(PublishLayerVersion.self, on: self),
      OperationEntry(PublishVersion.self, on: self),
      OperationEntry(PutFunctionCodeSigningConfig.self, on: self),
      OperationEntry(PutFunctionConcurrency.self, on: self),
      OperationEntry(PutFunctionEventInvokeConfig.self, on: self),
      OperationEntry(PutFunctionRecursionConfig.self, on: self),
      OperationEntry(PutProvisionedConcurrencyConfig.self, on: self),
      OperationEntry(PutRuntimeManagementConfig.self, on: self),
      OperationEntry(RemoveLayerVersionPermission.self, on: self),
      OperationEntry(RemovePermission.self, on: self),
      OperationEntry(TagResource.self, on: self),
      OperationEntry(UntagResource.self, on: self),
      OperationEntry(UpdateAlias.self, on: self),
      OperationEntry(UpdateCodeSigningConfig.self, on: self),
      OperationEntry(UpdateEventSourceMapping.self, on: self),
      OperationEntry(UpdateFunctionCode.self, on: self),
      OperationEntry(UpdateFunctionConfiguration.self, on: self),
      OperationEntry(UpdateFunctionEventInvokeConfig.self, on: self),
      OperationEntry(UpdateFunctionUrlConfig.self, on: self),
    ]
  }

  let store: LambdaStore
  let mappingStore: MappingStore
  let queue: EventQueue
  let house: ProcessHouse
  let setting: ServiceSetting
  private(set) var events: EventDispatcher!
  private(set) var mappings: MappingWorkers!
  let concurrency: ConcurrencyLedger
  /// Functions whose handler is a closure of the embedding program.
  var closures: [LambdaFunction.Key: ClosureHandler] = [:]
  /// Functions with a port for clients that are started by hand.
  var attached: [LambdaFunction.Key: AttachedRuntime] = [:]
  /// The functions behind the addresses of function URLs, by the ids in these.
  var functionURLs: [String: FunctionReference] = [:]
  var pools: [LambdaFunction.VersionKey: FunctionPool] = [:]
  private var ids = IDs()
  private(set) var isStopped = false

  package init(_ database: Database, _ setting: ServiceSetting) throws {
    self.setting = setting
    store = try LambdaStore(database)
    mappingStore = try MappingStore(database, store)
    queue = try EventQueue(database)
    let code = try CodeStore(dataFolder: setting.configuration.dataFolder)
    house = try ProcessHouse(setting, store, code)
    concurrency = ConcurrencyLedger(store.documents)
    events = EventDispatcher(queue, self, setting)
    mappings = MappingWorkers(self, setting)
    // What a server before this one left: packages that nothing names.
    var kept: Set<String> = []
    for function in store.allVersions { if case .zip(let id, _, _) = function.code { kept.insert(id) } }
    for kind in [DocumentStore.Kind.layerVersion, .deletedLayerVersion] {
      for found in store.documents.all(kind) {
        guard let document = store.documents[kind, found.owner, found.qualifier] else { continue }
        kept.insert(LayerVersion(found.owner, 0, document: document).codeID)
      }
    }
    code.removeAll(but: kept)
    house.endIdlest = { [unowned self] in endIdlest() }
    findFunctionURLs()
  }

  package func start() {
    // Written with the turn's own commit; on failure the rows are there again at the next start.
    for process in (try? store.takeProcesses()) ?? [] { ProcessTable.killGroup(pid: process.pid, start: process.start) }
    if store.allVersions.contains(where: { if case .image = $0.code { true } else { false } }) { findEngine() }
    events.pump()
    mappings.start()
    provision()
    scheduleIdleCheck()
  }

  /// Looks for a container engine once; containers that a server before this one left are removed.
  private func findEngine() {
    let owner = house.containerOwner
    setting.workers.spawn("lambda containers") { [self] in
      let engine = await BlockingThread.run { () -> String? in
        let engine = ContainerEngine.find()
        if let engine { ContainerEngine.sweep(engine, owner: owner) }
        return engine
      }
      setting.cloud.loop.post { [self] in house.engine = engine }
    }
  }

  /// Before the end: lets the extensions of idle processes send what they hold. Two seconds at most; from any thread.
  package func endExtensions() async {
    await withCheckedContinuation { continuation in
      setting.cloud.loop.post { [self] in
        let ending = pools.values.flatMap { $0.takeIdleWithExtensions() }
        var left = ending.count
        if left == 0 { return continuation.resume() }
        for process in ending {
          process.whenGone = {
            left -= 1
            if left == 0 { continuation.resume() }
          }
          process.retire()
        }
      }
    }
  }

  package func stop() {
    isStopped = true
    events.stop()
    mappings.stop()
    house.beginToStop()
    let error = AWSError("ServiceException", "The server is stopping.", status: 500)
    for pool in Array(pools.values) { pool.close(error) }
    pools = [:]
    for runtime in attached.values { runtime.close(error) }
    attached = [:]
    house.stop()
  }

  package func reset(account: String?) throws(AWSError) {
    for mapping in Array(mappingStore.mappings.values) where account == nil || mapping.function.account == account {
      try mappingStore.remove(mapping.id)
    }
    for key in Array(store.documents.functions.keys) where account == nil || key.account == account {
      let versions = store.versions(of: key)
      try store.remove(key)
      forget(versions)
    }
    for kind in [
      DocumentStore.Kind.nextVersion, .codeSigningConfig, .layerVersion, .deletedLayerVersion, .nextLayerVersion,
    ] {
      for found in store.documents.all(kind) where account == nil || found.owner.account == account {
        if let document = store.documents[kind, found.owner, found.qualifier],
          kind == .layerVersion || kind == .deletedLayerVersion
        {
          let code = LayerVersion(found.owner, 0, document: document).code
          store.round.afterCommit { [self] in discard(code) }
        }
        try store.documents.remove(kind, found.owner, found.qualifier)
      }
    }
    functionURLsChanged()
    try queue.drop(account: account)
    store.round.afterCommit { [self] in
      mappings.refresh()
      setting.workers.spawn("lambda sweep") { [self] in
        while await setting.cloud.step({ [self] () throws(AWSError) in try queue.sweep() }) == true {}
      }
    }
  }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] {
    [
      ("functions", store.documents.functions.count),
      ("layers", Set(store.documents.all(.layerVersion).map(\.owner)).count),
      ("eventSourceMappings", mappingStore.mappings.count),
    ]
  }

  /// The last invocations, oldest first: what the trace page shows.
  package var invocations: [InvocationTrace] { house.ring.all }

  func newID() -> String { ids.uuid() }
  func newText(_ count: Int, of alphabet: String) -> String { ids.text(count, of: alphabet) }
  /// In 0 ..< 1.
  func dice() -> Double { Double(ids.next() >> 11) / Double(1 << 53) }

  /// Where a package's zip file is fetched; `endpoint` is where the caller reached the emulator.
  func codeURL(_ id: String, endpoint: String) -> String {
    "\(endpoint.isEmpty ? setting.configuration.endpoint : endpoint)/_cauce/lambda/code/\(id).zip"
  }

  /// The file of a package that a function or layer has; nil for any other.
  package func archive(_ id: String) -> String? {
    let isKnown =
      store.allVersions.contains {
        if case .zip(let own, _, _) = $0.code { own == id } else { false }
      }
      || store.documents.all(.layerVersion).contains {
        guard let document = store.documents[.layerVersion, $0.owner, $0.qualifier] else { return false }
        return LayerVersion($0.owner, 0, document: document).codeID == id
      }
    return isKnown ? house.code.archive(of: id) : nil
  }

  // MARK: Changes of functions, told by the operations

  /// New code or a new configuration was written: once it is committed, processes of the old end and the old code goes.
  func changed(_ old: LambdaFunction, to new: LambdaFunction) {
    store.round.afterCommit { [self] in
      pools[new.versionKey]?.change(to: new)
      if old.code != new.code { discard(old.code) }
    }
  }

  /// An event may wait for a function of that name.
  func created() { eventQueued() }

  /// Once the event is committed it is brought to its handler.
  func eventQueued() { store.round.afterCommit { [self] in events.pump() } }

  /// Once the change is committed the workers follow it.
  func mappingsChanged() { store.round.afterCommit { [self] in mappings.refresh() } }

  /// Versions were removed.
  func forget(_ versions: [LambdaFunction]) {
    store.round.afterCommit { [self] in
      for version in versions {
        let error = AWSError.functionNotFound(version.key.arn)
        pools.removeValue(forKey: version.versionKey)?.close(error)
        discard(version.code)
        if store.function(version.key) == nil {
          attached.removeValue(forKey: version.key)?.close(error)
          closures[version.key] = nil
        }
      }
      provision()
    }
  }

  /// Code that nothing names any more; what another version names stays.
  func discard(_ code: LambdaFunction.Code) {
    guard case .zip(let id, _, _) = code, !store.allVersions.contains(where: { $0.code == code }) else { return }
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

  /// Ends the process that has idled longest of all; false when none idles.
  private func endIdlest() -> Bool {
    let oldest = pools.values.filter { $0.idlestSince != nil }.min { ($0.idlestSince ?? 0) < ($1.idlestSince ?? 0) }
    oldest?.endIdlest()
    return oldest != nil
  }
}
