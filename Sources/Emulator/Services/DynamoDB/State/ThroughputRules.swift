import Protocols

/// What DynamoDB demands of throughputs: provisioned, on demand, warm. `index` nil: of the table.
enum ThroughputRules {
  private static let limit = 1_000_000_000_000

  static func check(_ throughput: Values<ProvisionedThroughput>, index: String? = nil) throws(AWSError) {
    let place = index.map { " for index \($0)" } ?? ""
    let read = throughput[ProvisionedThroughput.readCapacityUnits]
    let write = throughput[ProvisionedThroughput.writeCapacityUnits]
    if read > limit { throw AWSError.validation("Given value \(read) for ReadCapacityUnits is out of bounds\(place)") }
    if write > limit {
      throw AWSError.validation("Given value \(write) for WriteCapacityUnits is out of bounds\(place)")
    }
  }

  /// `clears`: -1 takes a limit away (UpdateTable).
  static func check(
    _ throughput: Values<OnDemandThroughput>?, isProvisioned: Bool, index: String? = nil, clears: Bool
  ) throws(AWSError) {
    guard let throughput else { return }
    for (name, units) in [
      ("MaxReadRequestUnits", throughput[OnDemandThroughput.maxReadRequestUnits]),
      ("MaxWriteRequestUnits", throughput[OnDemandThroughput.maxWriteRequestUnits]),
    ] {
      guard let units else { continue }
      if isProvisioned {
        let place = index.map { " for index : \($0)" } ?? ""
        throw AWSError.parameters(
          "\(name) for OnDemandThroughput\(place) cannot be specified when the table BillingMode is PROVISIONED")
      }
      if units < 1 && !(clears && units == -1) {
        let place = index.map { "for index : \($0)" } ?? "for table"
        throw AWSError.parameters("Requested \(name) for OnDemandThroughput \(place) is outside of valid range")
      }
    }
  }

  /// WarmThroughput of what is being made.
  static func check(
    _ warm: Values<WarmThroughput>?, _ provisioned: Values<ProvisionedThroughput>?, index: String? = nil
  ) throws(AWSError) {
    guard let warm else { return }
    let place = index.map { "for index \($0)" } ?? "for table"
    let initial = WarmLevel.initial
    for (name, capacity, asked, least) in [
      (
        "ReadUnitsPerSecond", "ReadCapacityUnits", warm[WarmThroughput.readUnitsPerSecond],
        provisioned?[ProvisionedThroughput.readCapacityUnits] ?? initial.read
      ),
      (
        "WriteUnitsPerSecond", "WriteCapacityUnits", warm[WarmThroughput.writeUnitsPerSecond],
        provisioned?[ProvisionedThroughput.writeCapacityUnits] ?? initial.write
      ),
    ] {
      guard let asked, asked < least else { continue }
      throw AWSError.parameters(
        "Requested \(name) for WarmThroughput \(place) is lower than "
          + (provisioned == nil ? "initial throughput for OnDemand" : "\(capacity) of ProvisionedThroughput"))
    }
  }

  /// WarmThroughput of what is there: it only grows.
  static func check(_ warm: Values<WarmThroughput>, over level: WarmLevel, index: String? = nil) throws(AWSError) {
    let place = index.map { "for index \($0)" } ?? "for table"
    for (name, asked, present) in [
      ("ReadUnitsPerSecond", warm[WarmThroughput.readUnitsPerSecond], level.read),
      ("WriteUnitsPerSecond", warm[WarmThroughput.writeUnitsPerSecond], level.write),
    ] {
      guard let asked, asked < present else { continue }
      throw AWSError.parameters(
        "Requested \(name) for WarmThroughput \(place) is lower than current WarmThroughput, decreasing "
          + "WarmThroughput is not supported")
    }
  }

  /// OnDemandThroughput after a change: -1 takes a limit away, what is not named stays.
  static func changed(
    _ old: Values<OnDemandThroughput>?, by new: Values<OnDemandThroughput>
  ) -> Values<OnDemandThroughput>? {
    var out = old ?? Values<OnDemandThroughput>()
    for member in [OnDemandThroughput.maxReadRequestUnits, OnDemandThroughput.maxWriteRequestUnits] {
      if let units = new[member] { out[member] = units == -1 ? nil : units }
    }
    let isEmpty = !out.has(OnDemandThroughput.maxReadRequestUnits) && !out.has(OnDemandThroughput.maxWriteRequestUnits)
    return isEmpty ? nil : out
  }
}

/// Encryption at rest, which nobody sees from outside but in the description: the key's ARN is kept and shown.
enum EncryptionRules {
  static func check(_ specification: Values<SSESpecification>) throws(AWSError) {
    let isEnabled = specification[SSESpecification.enabled] ?? false
    let type = specification[SSESpecification.sseType]
    let hasKey = specification.has(SSESpecification.kmsMasterKeyID)
    if !isEnabled {
      if type != nil { throw AWSError.parameters("SSEType can not be specified if Enabled is false") }
      if hasKey { throw AWSError.parameters("KMSMasterKeyId can not be specified if Enabled is false") }
    }
    if type == "AES256" { throw AWSError.parameters("SSEType AES256 is not supported") }
    if hasKey && type == nil { throw AWSError.parameters("SSEType KMS is required if KMSMasterKeyId is specified") }
  }

  /// nil: the key is AWS's own, and nothing is shown. `region`: the table's, where it is not the request's.
  static func keyARN(
    _ specification: Values<SSESpecification>?, _ request: RequestContext, region: String? = nil
  ) -> String? {
    guard let specification, specification[SSESpecification.enabled] ?? false else { return nil }
    let key = specification[SSESpecification.kmsMasterKeyID] ?? "alias/aws/dynamodb"
    if key.utf8.starts(with: "arn:".utf8) { return key }
    let resource = key.utf8.starts(with: "alias/".utf8) ? key : "key/" + key
    return "arn:aws:kms:\(region ?? request.region):\(request.account):\(resource)"
  }
}
