package import Protocols
package import Runtime
package import Storage

/// AWS Identity and Access Management (https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html), on one page.
/// Roles, users and policies are kept and answered; they decide nothing while authorisation is off.
///
/// `@unchecked Sendable`: only the Loop touches it.
package final class IAMService: Service, @unchecked Sendable {
  package static let description = ServiceDescription(
    name: "iam", title: "IAM", model: "iam/2010-05-08", signingName: "iam", apiVersion: "2010-05-08",
    xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/", protocols: [.awsQuery],
    validationCode: "ValidationError", internalCode: "ServiceFailure", bodyLimit: 1 << 20,
    throttled: AWSError("Throttling", "Rate exceeded"))

  package static let unbuilt = UnbuiltOperation.named(
    """
    AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AssociateDelegationRequest ChangePassword
    CreateAccountAlias CreateDelegationRequest CreateLoginProfile CreateOpenIDConnectProvider CreateSAMLProvider
    CreateServiceLinkedRole CreateServiceSpecificCredential CreateVirtualMFADevice DeactivateMFADevice
    DeleteAccountAlias DeleteAccountPasswordPolicy DeleteLoginProfile DeleteOpenIDConnectProvider
    DeleteRolePermissionsBoundary DeleteSAMLProvider DeleteSSHPublicKey DeleteServerCertificate
    DeleteServiceLinkedRole DeleteServiceSpecificCredential DeleteSigningCertificate DeleteUserPermissionsBoundary
    DeleteVirtualMFADevice DisableOrganizationsRootCredentialsManagement DisableOrganizationsRootSessions
    DisableOutboundWebIdentityFederation EnableMFADevice EnableOrganizationsRootCredentialsManagement
    EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation GenerateCredentialReport
    GenerateOrganizationsAccessReport GenerateServiceLastAccessedDetails GetAccessKeyLastUsed
    GetAccountAuthorizationDetails GetAccountPasswordPolicy GetAccountSummary GetContextKeysForCustomPolicy
    GetContextKeysForPrincipalPolicy GetCredentialReport GetDelegationRequest GetHumanReadableSummary GetLoginProfile
    GetMFADevice GetOpenIDConnectProvider GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo
    GetSAMLProvider GetSSHPublicKey GetServerCertificate GetServiceLastAccessedDetails
    GetServiceLastAccessedDetailsWithEntities GetServiceLinkedRoleDeletionStatus ListAccountAliases
    ListDelegationRequests ListMFADeviceTags ListMFADevices ListOpenIDConnectProviderTags ListOpenIDConnectProviders
    ListOrganizationsFeatures ListPoliciesGrantingServiceAccess ListSAMLProviderTags ListSAMLProviders
    ListSSHPublicKeys ListServerCertificateTags ListServerCertificates ListServiceSpecificCredentials
    ListSigningCertificates ListVirtualMFADevices PutRolePermissionsBoundary PutUserPermissionsBoundary
    RejectDelegationRequest RemoveClientIDFromOpenIDConnectProvider ResetServiceSpecificCredential ResyncMFADevice
    SendDelegationToken SetSecurityTokenServicePreferences SimulateCustomPolicy SimulatePrincipalPolicy TagMFADevice
    TagOpenIDConnectProvider TagSAMLProvider TagServerCertificate UntagMFADevice UntagOpenIDConnectProvider
    UntagSAMLProvider UntagServerCertificate UpdateAccountPasswordPolicy UpdateDelegationRequest UpdateLoginProfile
    UpdateOpenIDConnectProviderThumbprint UpdateSAMLProvider UpdateSSHPublicKey UpdateServerCertificate
    UpdateServiceSpecificCredential UpdateSigningCertificate UploadSSHPublicKey UploadServerCertificate
    UploadSigningCertificate
    """)

  package var operations: [OperationEntry] {
    [
      OperationEntry(AddRoleToInstanceProfile.self, on: self),
      OperationEntry(AddUserToGroup.self, on: self),
      OperationEntry(AttachGroupPolicy.self, on: self),
      OperationEntry(AttachRolePolicy.self, on: self),
      OperationEntry(AttachUserPolicy.self, on: self),
      OperationEntry(CreateAccessKey.self, on: self),
      OperationEntry(CreateGroup.self, on: self),
      OperationEntry(CreateInstanceProfile.self, on: self),
      OperationEntry(CreatePolicy.self, on: self),
      OperationEntry(CreatePolicyVersion.self, on: self),
      OperationEntry(CreateRole.self, on: self),
      OperationEntry(CreateUser.self, on: self),
      OperationEntry(DeleteAccessKey.self, on: self),
      OperationEntry(DeleteGroup.self, on: self),
      OperationEntry(DeleteGroupPolicy.self, on: self),
      OperationEntry(DeleteInstanceProfile.self, on: self),
      OperationEntry(DeletePolicy.self, on: self),
      OperationEntry(DeletePolicyVersion.self, on: self),
      OperationEntry(DeleteRole.self, on: self),
      OperationEntry(DeleteRolePolicy.self, on: self),
      OperationEntry(DeleteUser.self, on: self),
      OperationEntry(DeleteUserPolicy.self, on: self),
      OperationEntry(DetachGroupPolicy.self, on: self),
      OperationEntry(DetachRolePolicy.self, on: self),
      OperationEntry(DetachUserPolicy.self, on: self),
      OperationEntry(GetGroup.self, on: self),
      OperationEntry(GetGroupPolicy.self, on: self),
      OperationEntry(GetInstanceProfile.self, on: self),
      OperationEntry(GetPolicy.self, on: self),
      OperationEntry(GetPolicyVersion.self, on: self),
      OperationEntry(GetRole.self, on: self),
      OperationEntry(GetRolePolicy.self, on: self),
      OperationEntry(GetUser.self, on: self),
      OperationEntry(GetUserPolicy.self, on: self),
      OperationEntry(ListAccessKeys.self, on: self),
      OperationEntry(ListAttachedGroupPolicies.self, on: self),
      OperationEntry(ListAttachedRolePolicies.self, on: self),
      OperationEntry(ListAttachedUserPolicies.self, on: self),
      OperationEntry(ListEntitiesForPolicy.self, on: self),
      OperationEntry(ListGroupPolicies.self, on: self),
      OperationEntry(ListGroups.self, on: self),
      OperationEntry(ListGroupsForUser.self, on: self),
      OperationEntry(ListInstanceProfileTags.self, on: self),
      OperationEntry(ListInstanceProfiles.self, on: self),
      OperationEntry(ListInstanceProfilesForRole.self, on: self),
      OperationEntry(ListPolicies.self, on: self),
      OperationEntry(ListPolicyTags.self, on: self),
      OperationEntry(ListPolicyVersions.self, on: self),
      OperationEntry(ListRolePolicies.self, on: self),
      OperationEntry(ListRoleTags.self, on: self),
      OperationEntry(ListRoles.self, on: self),
      OperationEntry(ListUserPolicies.self, on: self),
      OperationEntry(ListUserTags.self, on: self),
      OperationEntry(ListUsers.self, on: self),
      OperationEntry(PutGroupPolicy.self, on: self),
      OperationEntry(PutRolePolicy.self, on: self),
      OperationEntry(PutUserPolicy.self, on: self),
      OperationEntry(RemoveRoleFromInstanceProfile.self, on: self),
      OperationEntry(RemoveUserFromGroup.self, on: self),
      OperationEntry(SetDefaultPolicyVersion.self, on: self),
      OperationEntry(TagInstanceProfile.self, on: self),
      OperationEntry(TagPolicy.self, on: self),
      OperationEntry(TagRole.self, on: self),
      OperationEntry(TagUser.self, on: self),
      OperationEntry(UntagInstanceProfile.self, on: self),
      OperationEntry(UntagPolicy.self, on: self),
      OperationEntry(UntagRole.self, on: self),
      OperationEntry(UntagUser.self, on: self),
      OperationEntry(UpdateAccessKey.self, on: self),
      OperationEntry(UpdateAssumeRolePolicy.self, on: self),
      OperationEntry(UpdateGroup.self, on: self),
      OperationEntry(UpdateRole.self, on: self),
      OperationEntry(UpdateRoleDescription.self, on: self),
      OperationEntry(UpdateUser.self, on: self),
    ]
  }

  let store: IAMStore
  var ids = IDs()

  package init(_ database: Database, _ setting: ServiceSetting) throws { store = try IAMStore(database) }

  package func reset(account: String?) throws(AWSError) { try store.deleteAll(of: account) }

  package func counts() throws(AWSError) -> [(name: String, count: Int)] { try store.counts() }
}
