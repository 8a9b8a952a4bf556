/** Which files does a CI service start by itself? By the places each service looks in. */

const PLACES: readonly RegExp[] = [
  /^\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/,
  /^\.gitlab-ci\.ya?ml$/,
  /^\.(travis|drone|appveyor|cirrus|zuul|woodpecker)\.ya?ml$/,
  /^(appveyor|bitbucket-pipelines|cloudbuild|zuul|wercker|codefresh|buildspec)\.ya?ml$/,
  /^\.cirrus\.star$/,
  /^\.circleci\/config\.ya?ml$/,
  /^(\.woodpecker|\.tekton|\.semaphore|\.buildkite|\.builds|zuul\.d|\.zuul\.d)\/.+\.ya?ml$/,
  /^\.teamcity\/.+/,
  /^(.*\/)?azure-pipelines[^/]*\.ya?ml$/,
  /^\.(azure-pipelines|azuredevops|azdo)\/.+\.ya?ml$/,
  /^(.*\/)?Jenkinsfile[^/]*$/,
]

export const isPipeline = (path: string): boolean => PLACES.some(place => place.test(path))
