import Protocols
import Support

@testable import Lambda

extension LambdaHouse {
  /// A request as a client sends it and the answer as it stands on the wire: the status, then the body, a line for each
  /// member, with words in place of ids, times, hashes and sizes.
  func wire(_ method: String, _ path: String, _ body: String = "") async -> String {
    let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
    let answer = await house.send(
      method, parts[0], query: parts.count > 1 ? parts[1] : "",
      fields: [("Authorization", LambdaHouse.authorization), ("Content-Type", "application/json")],
      body: Array(body.utf8))
    var text = "\(answer.status)"
    if let type = answer.fields["x-amzn-ErrorType"] { text += " " + type }
    let body = String(decoding: answer.body, as: UTF8.self)
    return body.isEmpty ? text : text + "\n" + LambdaHouse.steady(body)
  }

  private static func steady(_ body: String) -> String {
    body.replacing(#/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/#, with: "<id>")
      .replacing(#/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(\+0000|Z)/#, with: "<time>")
      .replacing(#/"(LastModified|CreatedDate)":1\d{9}(\.\d+)?/#) { "\"\($0.output.1)\":<time>" }
      .replacing(#/csc-[0-9a-z]{17}(?!\])/#, with: "csc-<id>")
      .replacing(#/https?://[a-z0-9]{32}\.lambda-url/#, with: "http://<id>.lambda-url")
      .replacing(#/runtime:[0-9a-f]{64}/#, with: "runtime:<hash>")
      .replacing(#/[A-Za-z0-9+\/]{43}=/#, with: "<hash>")
      .replacing(#/"(CodeSize|TotalCodeSize)":[1-9]\d*/#) { "\"\($0.output.1)\":<size>" }
      .replacing(#/,(?=["{])/#, with: ",\n")
      .replacing(" failed to satisfy constraint: ", with: "\nfailed to satisfy constraint: ")
  }

  /// The ARN of a new code signing configuration.
  func signingConfig() async -> String {
    let answer = await house.send(
      "POST", "/2020-04-22/code-signing-configs", fields: [("Authorization", LambdaHouse.authorization)],
      body: Array(#"{"AllowedPublishers":{"SigningProfileVersionArns":["\#(LambdaHouse.profile)"]}}"#.utf8))
    return (try? JSONValue.parse(answer.body))?["CodeSigningConfig"]?["CodeSigningConfigArn"]?.string ?? ""
  }

  private static let profile = "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1"

  static let isActive = [#""State":"Active""#, #""LastUpdateStatus":"Successful""#]
  static let isUpdated = [
    #""State":"Active""#, #""LastUpdateStatus":"InProgress""#,
    #""LastUpdateStatusReason":"The function is being created.""#, #""LastUpdateStatusReasonCode":"Creating""#,
  ]

  /// The function `f` of `make`, as its configuration stands on the wire.
  static func shown(_ qualifier: String = "", state: [String] = isActive) -> String {
    let lines =
      [
        #"{"FunctionName":"f""#,
        #""FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f\#(qualifier)""#,
        #""Runtime":"python3.11""#,
        #""Role":"arn:aws:iam::000000000000:role/r""#,
        #""Handler":"index.handler""#,
        #""CodeSize":<size>"#,
        #""Description":"""#,
        #""Timeout":10"#,
        #""MemorySize":128"#,
        #""LastModified":"<time>""#,
        #""CodeSha256":"<hash>""#,
        #""Version":"$LATEST""#,
        #""TracingConfig":{"Mode":"PassThrough"}"#,
        #""RevisionId":"<id>""#,
      ] + state + [
        #""PackageType":"Zip""#,
        #""Architectures":["x86_64"]"#,
        #""EphemeralStorage":{"Size":512}"#,
        #""SnapStart":{"ApplyOn":"None""#,
        #""OptimizationStatus":"Off"}"#,
        #""RuntimeVersionConfig":{"RuntimeVersionArn":"arn:aws:lambda:us-east-1::runtime:<hash>"}"#,
        #""LoggingConfig":{"LogFormat":"Text""#,
        #""LogGroup":"/aws/lambda/f"}}"#,
      ]
    return lines.joined(separator: ",\n")
  }
}
