import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct CreateFunctionUrlConfigTests {
  @Test func oneAFunctionOrAlias() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let made = try await lambda.house.call(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "f"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(made[CreateFunctionUrlConfig.Output.functionURL]?.contains(".lambda-url.us-east-1.localhost:4566/") == true)
    let twice = await lambda.house.error(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "f"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(twice?.message?.hasSuffix("Error message:  FunctionUrlConfig exists for this Lambda function") == true)
    let missing = await lambda.house.error(CreateFunctionUrlConfig.self) {
      $0[CreateFunctionUrlConfig.Input.functionName] = "none"
      $0[CreateFunctionUrlConfig.Input.authType] = "NONE"
    }
    #expect(missing?.message == "Function does not exist")
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    #expect(
      await lambda.wire(
        "POST", "/2021-10-31/functions/f/url", #"{"AuthType":"AWS_IAM","Cors":{"AllowOrigins":["*"],"MaxAge":5}}"#)
          == #"""
          201
          {"FunctionUrl":"http://<id>.lambda-url.us-east-1.localhost:4566/",
          "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",
          "AuthType":"AWS_IAM",
          "Cors":{"AllowOrigins":["*"],
          "MaxAge":5},
          "CreationTime":"<time>",
          "InvokeMode":"BUFFERED"}
          """#)
    #expect(
      await lambda.wire("POST", "/2021-10-31/functions/f/url", #"{"AuthType":"SOME"}"#)
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value 'SOME' at 'authType'
        failed to satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM]"}
        """#)
    await lambda.stop()
  }
}
