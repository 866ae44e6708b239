"""Titles before and degrees behind an Indonesian name, without dots and spaces, in small letters.

Academic degrees follow the ministry's lists (S.Sos., M.Si., Sp.PD), professions the decrees of their own (Ns., apt.),
the rest is how officials write themselves: of faith, of nobility, of the forces and the police.
"""

# The most words in which a degree is written: "S. Tr. Sos."
LONGEST_IN_WORDS = 4

_BEFORE = """
prof dr drs dra drg drh drhc dhc hc ir ns apt ners bd bdn ftr psikolog h hj kh khr nyai ust ustadz ustad
ustadzah usth tgh tgk tengku teungku buya gus r rr ra rm rt rd raden rng kph krt kanjeng gbph bpk bapak ibu sdr
sdri tuan nyonya jend letjen mayjen brigjen marsekal laksamana laksma kolonel kol letkol mayor kapten lettu
letda irjen kombes kombespol akbp kompol akp iptu ipda plt plh pj
"""
_BEHIND = """
sh she se sei sep skom ssi st stp sthp spt sp sptp spi shut sked skedg skg skh skep skp skm sgz sfarm sft skeb
spsi ssos ssosi sip siip sap sad sikom sik ska sds spd spdi spdk spdsd spdaud spust ss shum ssn sag sai sth
stheol sthi sfil fil sant sst sstp sstat smat sdsn ssy shi sesy sakt sak sab sbns sm sman sor spol stk sthan
sarl sars spwk spl sli skpm sgk skl ssm sms spar str strkes strkeb strkep strkom strak strip stript strt strsos
strap strft strgz strkl sstft sstpar sstmk sintel simt stat ma map mag makk mak mars mba mbiomed mcom mec mecdev
med meng menv mepd mfarm mfil mgizi mgz mh mhkes mhum mi mip mihan mikom miis mkeb mkep mkes mkkk mkm mkn mkom
mling mm mmar mmars mmb mmed mmedkom mmpd mmr mmsi mmt mp mpa mpar mpal mpd mpdi mph mphil mpi mpp mppm mps mpsi
mpsdm mpt mpwk mq msa msc mse msi msm msn msos mst mstat mstr msy mt mtp mtpd mtr mtrap mtrip mti mtech mthi
mtheol mud murp mv muep mub mab mad madm maud macc mpub mpup msie msak mhan mepi mpm mkp mds mdent mdiv mlis
mlitt mres mphill ll llm lld llb phd dphil dsc dba edd dr ded deng drpm drs dra ir amd amdkep amdkeb amdkes
amdkom amdak amdip amdgz amdft amdkl amdrad amdfar amdpar amdt amdpd ama amapd amak ampd amk amkeb amkg amkl amg
amf amr aks amptk ap apkl ba bsc bcip bcif bbus be bed beng bse bba bbm bcom bfa bhk bie bac bcap bckn bct ste
sppd spog spa spb span spm spu sptht spkk spkj spjp sppa sprad spot sps spp sppk spmk spkfr spbs spbp spba sprm
spkga spkg spbm sppros spbedahmulut sppm spperio spkep spkepkom spkepjiwa spkepan spfk spgk spmf spak spem spemd
ners ns apt ak ca cpa cma cfp cfra cia cgrm cgcae crmp crma cfe qia qrma ppak csep ceh ccna itil cisa cism pmp
ipm ipu ipp aseaneng apec gp gri gred cssl cpht cht cph cpma cpms cpr mct mcp cgaa cgap cra crmo ccms
"""
BEFORE = frozenset(_BEFORE.split())
BEHIND = frozenset(_BEHIND.split())
