import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct CreateFunctionTests {
  private func refusal(
    _ lambda: LambdaHouse, _ fill: (inout Values<CreateFunction.Input>) -> Void
  ) async -> AWSError? {
    await lambda.house.error(CreateFunction.self) {
      $0[CreateFunction.Input.functionName] = "f"
      $0[CreateFunction.Input.runtime] = "python3.11"
      $0[CreateFunction.Input.handler] = "index.handler"
      $0[CreateFunction.Input.role] = "arn:aws:iam::000000000000:role/r"
      $0[CreateFunction.Input.code] = .with {
        $0[FunctionCode.zipFile] = Blob(ZipFile.of(["index.py": "def handler(e, c): pass"]))
      }
      fill(&$0)
    }
  }

  @Test func answersTheDefaults() async throws {
    let lambda = try LambdaHouse()
    let made = try await lambda.make("f", "x")
    #expect(made[FunctionConfiguration.state] == "Pending")
    #expect(made[FunctionConfiguration.stateReason] == "The function is being created.")
    #expect(made[FunctionConfiguration.stateReasonCode] == "Creating")
    #expect(made[FunctionConfiguration.description] == "")
    #expect(made[FunctionConfiguration.memorySize] == 128)
    #expect(made[FunctionConfiguration.version] == "$LATEST")
    #expect(made[FunctionConfiguration.packageType] == "Zip")
    #expect(made[FunctionConfiguration.loggingConfig]?[LoggingConfig.logGroup] == "/aws/lambda/f")
    #expect(made[FunctionConfiguration.lastModified]?.hasSuffix("+0000") == true)
    #expect(made[FunctionConfiguration.lastModified]?.utf8.count == "2026-09-13T15:35:32.746+0000".utf8.count)
    let shown = try await lambda.house.call(GetFunctionConfiguration.self) {
      $0[GetFunctionConfiguration.Input.functionName] = "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"
    }
    #expect(shown[FunctionConfiguration.state] == "Active")
    #expect(shown[FunctionConfiguration.lastUpdateStatus] == "Successful")
    await lambda.stop()
  }

  @Test func refusesASecondOfTheSameName() async throws {
    let lambda = try LambdaHouse()
    try await lambda.make("f", "x")
    let error = await refusal(lambda) { _ in }
    #expect(error?.code == "ResourceConflictException")
    #expect(error?.message == "Function already exist: f")
    #expect(error?.status == 409)
    await lambda.stop()
  }

  @Test func refusesWhatIsNoZip() async throws {
    let lambda = try LambdaHouse()
    let broken = await refusal(lambda) {
      $0[CreateFunction.Input.code] = .with { $0[FunctionCode.zipFile] = Blob([1, 2, 3]) }
    }
    #expect(
      broken?.message == "Could not unzip uploaded file. Please check your file, then try to upload again.")
    let none = await refusal(lambda) { $0[CreateFunction.Input.code] = Values() }
    #expect(none?.code == "InvalidParameterValueException")
    let missing = await refusal(lambda) {
      $0[CreateFunction.Input.code] = .with {
        $0[FunctionCode.s3Bucket] = "bucket"
        $0[FunctionCode.s3Key] = "none.zip"
      }
    }
    #expect(missing?.message?.hasPrefix("Error occurred while GetObject. S3 Error Code: NoSuchKey.") == true)
    let folder = await refusal(lambda) {
      $0[CreateFunction.Input.code] = .with {
        $0[FunctionCode.s3Bucket] = "hot-reload"
        $0[FunctionCode.s3Key] = "/nothing/like/it"
      }
    }
    #expect(folder?.message == "The folder /nothing/like/it named by S3Key does not exist on this machine.")
    await lambda.stop()
  }

  @Test func refusesReservedAndOversizedVariables() async throws {
    let lambda = try LambdaHouse()
    let reserved = await refusal(lambda) {
      $0[CreateFunction.Input.environment] = .with {
        $0[Environment.variables] = ["AWS_REGION": "x", "AWS_LAMBDA_RUNTIME_API": "y", "FINE": "z"]
      }
    }
    #expect(
      reserved?.message?.hasSuffix("Reserved keys used in this request: AWS_LAMBDA_RUNTIME_API, AWS_REGION") == true)
    let large = await refusal(lambda) {
      $0[CreateFunction.Input.environment] = .with {
        $0[Environment.variables] = ["BIG": String(repeating: "x", count: 4096)]
      }
    }
    #expect(large?.message?.hasSuffix("exceeded the 4KB limit.") == true)
    await lambda.stop()
  }

  @Test func refusesWhatItHasNoProcessFor() async throws {
    let lambda = try LambdaHouse()
    #expect(await refusal(lambda) { $0[CreateFunction.Input.runtime] = "dotnet8" }?.status == 501)
    let image = await refusal(lambda) { $0[CreateFunction.Input.packageType] = "Image" }
    #expect(image?.message == "Please provide ImageUri for functions created with container images.")
    let slow = await refusal(lambda) { $0[CreateFunction.Input.timeout] = 901 }
    #expect(slow?.code == "ValidationException")
    let name = await refusal(lambda) { $0[CreateFunction.Input.functionName] = "a b" }
    #expect(name?.code == "ValidationException")
    await lambda.stop()
  }

  @Test func takesCodeFromAnObject() async throws {
    let lambda = try LambdaHouse()
    try await lambda.objects.put(
      "bucket", "f.zip", ZipFile.of(["index.py": "def handler(e, c): return 's3'"]), contentType: nil,
      as: .root(of: TestHouse.account), region: TestHouse.region)
    let error = await refusal(lambda) {
      $0[CreateFunction.Input.code] = .with {
        $0[FunctionCode.s3Bucket] = "bucket"
        $0[FunctionCode.s3Key] = "f.zip"
      }
    }
    #expect(error == nil)
    #expect(try await lambda.invoke("f").text == #""s3""#)
    await lambda.stop()
  }
}
