import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct GetFunctionTests {
  @Test func showsTheNamedQualifierInTheARN() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    _ = try await lambda.publish()
    for (qualifier, version) in [("$LATEST", "$LATEST"), ("1", "1")] {
      let shown = try await lambda.house.call(GetFunction.self) {
        $0[GetFunction.Input.functionName] = "f"
        $0[GetFunction.Input.qualifier] = qualifier
      }
      let configuration = shown[GetFunction.Output.configuration]
      #expect(
        configuration?[FunctionConfiguration.functionARN]
          == "arn:aws:lambda:us-east-1:000000000000:function:f:\(qualifier)")
      #expect(configuration?[FunctionConfiguration.version] == version)
      #expect(shown[GetFunction.Output.code]?[GetFunction.FunctionCodeLocation.location]?.hasSuffix(".zip") == true)
    }
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/f")
        == #"""
        200
        {"Configuration":\#(LambdaHouse.shown()),
        "Code":{"RepositoryType":"S3",
        "Location":"http://127.0.0.1:4566/_cauce/lambda/code/code-<id>.zip"}}
        """#)
    #expect(
      await lambda.wire("GET", "/2015-03-31/functions/g")
        == #"""
        404 ResourceNotFoundException
        {"message":"Function not found: arn:aws:lambda:us-east-1:000000000000:function:g",
        "Type":"User"}
        """#)
    await lambda.stop()
  }
}
