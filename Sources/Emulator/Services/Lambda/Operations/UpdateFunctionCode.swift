import Protocols
import Runtime

/// Gives a function new code; processes of the old code take no further events.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
enum UpdateFunctionCode: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let zipFile = Member<Blob>("ZipFile")
    static let s3Bucket = Member<String>("S3Bucket", .length(3...63), .pattern(#"[0-9A-Za-z\.\-_]*(?<!\.)"#))
    static let s3Key = Member<String>("S3Key", .length(1...1024))
    static let s3ObjectVersion = Member<String>("S3ObjectVersion", .length(1...1024))
    static let imageURI = Member<String>("ImageUri")
    static let publish = Member<Bool>("Publish")
    static let dryRun = Member<Bool>("DryRun")
    static let revisionID = Member<String>("RevisionId")
    static let architectures = Member<[String]>("Architectures", .length(1...1), LambdaTraits.architectures)
    static let sourceKMSKeyARN = Member<String>("SourceKMSKeyArn", LambdaTraits.keyPattern, .emulatedOnly([""]))
    static let publishTo = Member<String>("PublishTo", .values(["LATEST_PUBLISHED"]), .notEmulated)
    static let shape = structure(
      "UpdateFunctionCodeRequest", functionName, zipFile, s3Bucket, s3Key, s3ObjectVersion, imageURI, publish, dryRun,
      revisionID, architectures, sourceKMSKeyARN, publishTo)
  }
  typealias Output = FunctionConfiguration

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2015-03-31/functions/{FunctionName}/code") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let present = try reference.latest(service)
    let wanted = input[Input.revisionID]
    if let wanted, wanted != present.revisionID { throw AWSError.preconditionFailed() }
    if case .image = present.code {
      if input[Input.imageURI] == nil {
        throw AWSError.invalidParameter("Please provide ImageUri when updating a function with packageType Image.")
      }
    } else if input[Input.imageURI] != nil {
      throw AWSError.invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.")
    }
    let source = try CodeSource(
      zip: input[Input.zipFile], bucket: input[Input.s3Bucket], key: input[Input.s3Key],
      version: input[Input.s3ObjectVersion], image: input[Input.imageURI])
    let architecture = input[Input.architectures]?.first
    let isDryRun = input[Input.dryRun] ?? false
    let revisionID = service.newID()
    let id = "code-" + service.newID()
    let publishes = input[Input.publish] ?? false
    return .later {
      let taken: Result<LambdaFunction.Code, AWSError>
      do throws(AWSError) {
        taken = .success(
          try await source.take(
            into: service.house.code, id: id, service.setting, as: request.caller, region: request.region,
            engine: { service.house.engine = $0 }))
      } catch {
        taken = .failure(error)
      }
      return { () throws(AWSError) -> Answer<Output> in
        let old = try reference.latest(service)
        if let wanted, wanted != old.revisionID { throw AWSError.preconditionFailed() }
        var function = old
        function.code = try taken.get()
        function.architecture = architecture ?? old.architecture
        function.revisionID = revisionID
        function.lastModified = request.now
        if isDryRun {
          service.discard(function.code)
          return .now(FunctionConfiguration.of(function, .updated, sizes: service.layerSizes(of: function)))
        }
        try service.store.put(function)
        service.changed(old, to: function)
        if publishes {
          let version = try FunctionVersions.publish(function, description: nil, request, service)
          return .now(
            FunctionConfiguration.of(
              version, qualifier: version.version, .updated, sizes: service.layerSizes(of: function)))
        }
        return .now(FunctionConfiguration.of(function, .updated, sizes: service.layerSizes(of: function)))
      }
    }
  }
}
