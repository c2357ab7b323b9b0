"""What happens to households and how they are found: scalar functions of one household in one month.

- `demography`, `disability`, `illness`, `job`, `earnings`, `disaster`, `hardship`: shocks
- `information`, `screening`, `visit`: how households become known
- `behaviour`, `application`: whether one claims
- `staffing`, `verification`, `control`, `review`, `payment`: what offices do
"""
