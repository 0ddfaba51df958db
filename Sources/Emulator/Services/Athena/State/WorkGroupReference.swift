import Protocols
import Runtime

/// Work groups by name. `primary` is always there.
enum WorkGroupReference {
  static let primary = "primary"

  static let engineVersion: Values<EngineVersion> = .with {
    $0[EngineVersion.selectedEngineVersion] = "AUTO"
    $0[EngineVersion.effectiveEngineVersion] = "Athena engine version 3"
  }

  private static let untouched: Values<WorkGroup> = .with {
    $0[WorkGroup.name] = primary
    $0[WorkGroup.state] = "ENABLED"
    $0[WorkGroup.description] = ""
    $0[WorkGroup.creationTime] = Timestamp(milliseconds: 0)
    $0[WorkGroup.configuration] = .with {
      $0[WorkGroupConfiguration.resultConfiguration] = Values()
      $0[WorkGroupConfiguration.enforceWorkGroupConfiguration] = false
      $0[WorkGroupConfiguration.publishCloudWatchMetricsEnabled] = false
      $0[WorkGroupConfiguration.requesterPaysEnabled] = false
      $0[WorkGroupConfiguration.engineVersion] = engineVersion
    }
  }

  static func find(
    _ name: String, _ account: String, _ region: String, _ service: AthenaService
  ) throws(AWSError) -> Values<WorkGroup> {
    if let json = try service.store.definition(.workGroup, name, account, region) {
      return Values(try Structure(json: json, WorkGroup.shape))
    }
    guard name == primary else { throw AWSError.workGroupNotFound() }
    return untouched
  }

  /// In the order of their names.
  static func all(
    _ account: String, _ region: String, _ service: AthenaService
  ) throws(AWSError) -> [Values<WorkGroup>] {
    let stored = try service.store.definitions(.workGroup, account, region)
    var groups = try stored.map { (json) throws(AWSError) in
      Values<WorkGroup>(try Structure(json: json, WorkGroup.shape))
    }
    if !groups.contains(where: { $0[WorkGroup.name] == primary }) { groups.append(untouched) }
    return groups.sorted { $0[WorkGroup.name].utf8.lexicographicallyPrecedes($1[WorkGroup.name].utf8) }
  }

  /// An engine version that was asked for, with what it means; others are refused.
  static func checked(_ version: Values<EngineVersion>?) throws(AWSError) -> Values<EngineVersion> {
    guard let selected = version?[EngineVersion.selectedEngineVersion] else { return engineVersion }
    guard ["AUTO", "Athena engine version 3"].contains(selected) else {
      throw AWSError.notEmulated("The engine version \(selected)")
    }
    return .with {
      $0[EngineVersion.selectedEngineVersion] = selected
      $0[EngineVersion.effectiveEngineVersion] = "Athena engine version 3"
    }
  }

  static func check(_ configuration: Values<ResultConfiguration>?, _ account: String) throws(AWSError) {
    if let owner = configuration?[ResultConfiguration.expectedBucketOwner], owner != account {
      throw AWSError.invalidRequest("The expected bucket owner \(owner) does not own the output bucket.")
    }
    if let location = configuration?[ResultConfiguration.outputLocation], OutputLocation(location) == nil {
      throw AWSError.invalidRequest("outputLocation is not a valid S3 path.")
    }
  }
}
