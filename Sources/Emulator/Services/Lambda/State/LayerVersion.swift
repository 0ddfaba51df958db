import Protocols
import Runtime

/// A version of a layer, and how the store keeps it: one JSON document.
struct LayerVersion: Sendable {
  /// The layer's name in its account and region.
  var key: LambdaFunction.Key
  var number: Int
  var codeID: String
  var codeSHA256: String
  /// Bytes of the zip file.
  var codeSize: Int
  var description: String
  var licenseInfo: String?
  var runtimes: [String]?
  var architectures: [String]?
  var created: Timestamp

  var code: LambdaFunction.Code { .zip(id: codeID, sha256: codeSHA256, size: codeSize) }
  var layerARN: String { LayerVersion.arn(of: key) }
  var arn: String { "\(layerARN):\(number)" }
  /// `2018-11-27T15:10:45.123+0000`
  var createdDate: String { FunctionConfiguration.text(created) }
  /// The key that its policy stands under.
  var policyKey: LambdaFunction.Key {
    LambdaFunction.Key(account: key.account, region: key.region, name: "layer:\(key.name):\(number)")
  }

  static func arn(of key: LambdaFunction.Key) -> String {
    "arn:aws:lambda:\(key.region):\(key.account):layer:\(key.name)"
  }

  var document: [UInt8] {
    var all = JSONObject()
    all["code_id"] = .string(codeID)
    all["code_sha256"] = .string(codeSHA256)
    all["code_size"] = .number(String(codeSize))
    all["description"] = .string(description)
    if let licenseInfo { all["license"] = .string(licenseInfo) }
    if let runtimes { all["runtimes"] = .array(runtimes.map { .string($0) }) }
    if let architectures { all["architectures"] = .array(architectures.map { .string($0) }) }
    all["created"] = .number(String(created.milliseconds))
    return JSONValue.object(all).bytes
  }

  init(
    key: LambdaFunction.Key, number: Int, codeID: String, codeSHA256: String, codeSize: Int, description: String,
    licenseInfo: String?, runtimes: [String]?, architectures: [String]?, created: Timestamp
  ) {
    self.key = key
    self.number = number
    self.codeID = codeID
    self.codeSHA256 = codeSHA256
    self.codeSize = codeSize
    self.description = description
    self.licenseInfo = licenseInfo
    self.runtimes = runtimes
    self.architectures = architectures
    self.created = created
  }

  init(_ key: LambdaFunction.Key, _ number: Int, document: [UInt8]) {
    let all = (try? JSONValue.parse(document)) ?? .null
    self.init(
      key: key, number: number, codeID: all["code_id"]?.string ?? "", codeSHA256: all["code_sha256"]?.string ?? "",
      codeSize: all["code_size"]?.int ?? 0, description: all["description"]?.string ?? "",
      licenseInfo: all["license"]?.string, runtimes: all["runtimes"]?.array?.compactMap(\.string),
      architectures: all["architectures"]?.array?.compactMap(\.string),
      created: Timestamp(milliseconds: Int64(all["created"]?.int ?? 0)))
  }

  /// How requests name a layer: its name or its ARN. Throws what AWS answers to one of another region.
  static func key(_ text: String, _ request: RequestContext) throws(AWSError) -> LambdaFunction.Key {
    guard let arn = ARN(text) else {
      return LambdaFunction.Key(account: request.account, region: request.region, name: text)
    }
    let parts = arn.resource.split(separator: ":").map(String.init)
    guard arn.region == request.region else {
      throw AWSError.resourceNotFound(
        "Layers from '\(arn.region)' are not reachable in this region ('\(request.region)')")
    }
    return LambdaFunction.Key(account: arn.account, region: arn.region, name: parts.count > 1 ? parts[1] : "")
  }

  static func find(_ key: LambdaFunction.Key, _ number: Int, _ service: LambdaService) -> LayerVersion? {
    service.store.documents[.layerVersion, key, String(number)].map { LayerVersion(key, number, document: $0) }
  }

  /// Throws ResourceNotFoundException, or what AWS answers to a number below 1.
  static func named(
    _ text: String, _ number: Int, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> LayerVersion {
    if number < 1 { throw AWSError.invalidParameter("Layer Version Cannot be less than 1") }
    let key = try key(text, request)
    guard let found = find(key, number, service) else {
      throw AWSError.resourceNotFound("Layer version \(arn(of: key)):\(number) does not exist.")
    }
    return found
  }

  /// Whether it is for that runtime and architecture; nil asks for none.
  func fits(_ runtime: String?, _ architecture: String?) -> Bool {
    if let runtime, !(runtimes?.contains(runtime) ?? false) { return false }
    if let architecture, !(architectures?.contains(architecture) ?? false) { return false }
    return true
  }

  // MARK: A function's layers

  private static let limit = 5

  /// Throws what AWS answers to layers that a function may not have together, or that are not there.
  static func check(_ arns: [String], of function: LambdaFunction.Key, _ service: LambdaService) throws(AWSError) {
    if arns.count > limit { throw AWSError.invalidParameter("Cannot reference more than \(limit) layers.") }
    var seen: [String: String] = [:]
    for arn in arns {
      let parts = arn.split(separator: ":").map(String.init)
      if parts.count == 8, parts[3] != function.region {
        throw AWSError.invalidParameter(
          "Layers are not in the same region as the function. Layers are expected to be in region \(function.region).")
      }
      guard let layer = of(arn, service) else {
        throw AWSError.invalidParameter("Layer version \(arn) does not exist.")
      }
      if let other = seen[layer.layerARN] {
        throw AWSError.invalidParameter(
          "Two different versions of the same layer are not allowed to be referenced in the same function. \(other) and "
            + "\(arn) are versions of the same layer.")
      }
      seen[layer.layerARN] = arn
    }
  }

  /// The version of that ARN for a function that has it: deleting a layer's version takes it from no function.
  static func inUse(_ arn: String, _ service: LambdaService) -> LayerVersion? {
    if let found = of(arn, service) { return found }
    let parts = arn.split(separator: ":").map(String.init)
    guard parts.count == 8, let number = Int(parts[7]) else { return nil }
    let key = LambdaFunction.Key(account: parts[4], region: parts[3], name: parts[6])
    return service.store.documents[.deletedLayerVersion, key, parts[7]].map { LayerVersion(key, number, document: $0) }
  }

  /// The version of that ARN; nil when it is not there.
  static func of(_ arn: String, _ service: LambdaService) -> LayerVersion? {
    let parts = arn.split(separator: ":").map(String.init)
    guard parts.count == 8, let number = Int(parts[7]) else { return nil }
    return find(LambdaFunction.Key(account: parts[4], region: parts[3], name: parts[6]), number, service)
  }
}
