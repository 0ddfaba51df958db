import Protocols
import Runtime

/// Makes a version of what `$LATEST` is now; where nothing has changed since the last version, that one is answered.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
enum PublishVersion: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let codeSHA256 = Member<String>("CodeSha256")
    static let description = Member<String>("Description", .length(0...256))
    static let revisionID = Member<String>("RevisionId")
    static let publishTo = Member<String>("PublishTo", .values(["LATEST_PUBLISHED"]), .notEmulated)
    static let shape = structure("PublishVersionRequest", functionName, codeSHA256, description, revisionID, publishTo)
  }
  typealias Output = FunctionConfiguration

  static var http: HTTPBinding? { HTTPBinding("POST", "/2015-03-31/functions/{FunctionName}/versions", status: 201) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let latest = try reference.latest(service)
    if let wanted = input[Input.revisionID], wanted != latest.revisionID { throw AWSError.preconditionFailed() }
    if let wanted = input[Input.codeSHA256], !wanted.isEmpty, wanted != latest.code.sha256 {
      throw AWSError.invalidParameter(
        "CodeSHA256 (\(wanted)) is different from current CodeSHA256 in $LATEST (\(latest.code.sha256)). Please try again "
          + "with the CodeSHA256 in $LATEST.")
    }
    let published = try FunctionVersions.publish(latest, description: input[Input.description], request, service)
    return .now(
      FunctionConfiguration.of(
        published, qualifier: published.version, sizes: service.layerSizes(of: published)))
  }
}
