import Protocols
import Runtime

/// Publishing (https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html).
enum FunctionVersions {
  /// The version that now is what `$LATEST` is: the last one where nothing has changed since, else a new one. In a step.
  static func publish(
    _ latest: LambdaFunction, description: String?, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> LambdaFunction {
    let versions = service.store.versions(of: latest.key).filter { !$0.isLatest }
    if let last = versions.last, isSame(last, latest) { return last }
    let documents = service.store.documents
    let number =
      documents[.nextVersion, latest.key].flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 1
    var version = latest
    version.version = String(number)
    version.revisionID = service.newID()
    version.lastModified = request.now
    if let description, !description.isEmpty { version.description = description }
    try documents.put(Array(String(number + 1).utf8), .nextVersion, latest.key)
    try service.store.put(version)
    return version
  }

  /// Whether publishing would make the same version again. The description does not count.
  private static func isSame(_ version: LambdaFunction, _ latest: LambdaFunction) -> Bool {
    var copy = latest
    copy.version = version.version
    copy.revisionID = version.revisionID
    copy.lastModified = version.lastModified
    copy.description = version.description
    return copy.document == version.document
  }
}
