import Protocols
import Runtime
import Storage

extension LambdaService {
  func provisioningChanged() { store.round.afterCommit { [self] in provision() } }

  /// Tells every pool how many processes it keeps warm.
  func provision() {
    if isStopped { return }
    var wanted: [LambdaFunction.VersionKey: (LambdaFunction, Int)] = [:]
    for found in store.documents.all(.provisionedConcurrency) {
      let config = try? store.documents.values(
        .provisionedConcurrency, found.owner, found.qualifier, as: ProvisionedConcurrency.self)
      let count = Int(config?[ProvisionedConcurrency.requested] ?? 0)
      guard let function = try? FunctionReference(found.owner, qualifier: found.qualifier).find(self) else { continue }
      wanted[function.versionKey] = (function, (wanted[function.versionKey]?.1 ?? 0) + count)
    }
    for (key, pool) in pools where wanted[key] == nil && pool.provisioned > 0 { pool.provision(0) }
    for (function, count) in wanted.values { pool(for: function).provision(count) }
  }

  /// What the API shows of it: how far the processes have come.
  func provisioned(
    _ key: LambdaFunction.Key, _ qualifier: String
  ) throws(AWSError) -> Values<ProvisionedConcurrency>? {
    guard
      var config = try store.documents.values(.provisionedConcurrency, key, qualifier, as: ProvisionedConcurrency.self)
    else { return nil }
    let requested = Int(config[ProvisionedConcurrency.requested] ?? 0)
    let function = try FunctionReference(key, qualifier: qualifier).find(self)
    let pool = pools[function.versionKey]
    let possible = min(requested, ProcessHouse.processLimit / 2)
    let hasProcesses = function.code != .none && function.url == nil
    let ready = hasProcesses ? pool?.readyCount ?? 0 : requested
    if pool?.warmingFailed == true {
      config[ProvisionedConcurrency.status] = "FAILED"
      config[ProvisionedConcurrency.statusReason] = "FUNCTION_ERROR_INIT_FAILURE"
    } else if ready >= possible {
      config[ProvisionedConcurrency.status] = "READY"
      config[ProvisionedConcurrency.allocated] = Int32(requested)
      config[ProvisionedConcurrency.available] = Int32(requested)
    }
    return config
  }

  // MARK: Function URLs

  func functionURLsChanged() { store.round.afterCommit { [self] in findFunctionURLs() } }

  func findFunctionURLs() {
    functionURLs = [:]
    for found in store.documents.all(.functionURL) {
      let config = try? store.documents.values(
        .functionURL, found.owner, found.qualifier, as: FunctionURLConfig.self)
      guard let id = config?[FunctionURLConfig.functionURL] else { continue }
      functionURLs[id] = FunctionReference(found.owner, qualifier: found.qualifier.isEmpty ? nil : found.qualifier)
    }
  }
}
