import IAM
import Protocols
import Runtime

/// Roles, as services assume them: sessions of STS, made without a request.
final class RolePortBinding: RolePort {
  /// Seconds that a function's credentials last: the longest that STS gives.
  private static let lifetime = 43200

  private let cloud: Cloud
  private let sts: LoopOnly<STSService>

  init(_ sts: STSService, _ cloud: Cloud) {
    self.sts = LoopOnly(sts)
    self.cloud = cloud
  }

  func assume(_ roleARN: String, session: String, region: String) async throws(AWSError) -> RoleCredentials {
    let outcome = await cloud.step { [sts] () throws(AWSError) -> Result<RoleCredentials, AWSError> in
      do throws(AWSError) {
        return .success(try sts.value.assume(roleARN, session: session, seconds: RolePortBinding.lifetime))
      } catch {
        // What the caller did wrong is told; a failure of ours is the step's.
        if error.cause != nil { throw error }
        return .failure(error)
      }
    }
    guard let outcome else { throw AWSError.internal("the role's session could not be kept") }
    return try outcome.get()
  }
}
