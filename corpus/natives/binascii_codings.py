# Bytes as text and back.
import binascii
def t(f,*a,**k):
    try: return repr(f(*a,**k))
    except BaseException as e: return type(e).__name__+': '+str(e)
B=binascii
for d in (b'',b'a',b'ab',b'abc',b'abcd'*30,bytes(range(256)),'abc',3):
    print(t(B.b2a_base64,d),t(B.b2a_base64,d,newline=False),t(B.hexlify,d)[:80],t(B.b2a_hex,d,'-')[:80],t(B.b2a_hex,d,'-',2)[:80],t(B.hexlify,d,b'_',-3)[:60],t(B.crc32,d),t(B.crc32,d,5),t(B.crc_hqx,d,3),t(B.b2a_uu,d if len(str(d))<80 else b''),t(B.b2a_uu,d,backtick=True)[:80],t(B.b2a_qp,d))
print(t(B.hexlify,b'ab','xx'),t(B.hexlify,b'ab',3),t(B.hexlify,b'ab',':',0),t(B.hexlify),t(B.hexlify,b'abc',sep=':',bytes_per_sep=1))
for h in ('','a','ab','abc','zz','ab cd',b'4142',b'4g','é1',3,bytearray(b'41'),memoryview(b'41')): print(h if not isinstance(h,memoryview) else 0,t(B.unhexlify,h),t(B.a2b_hex,h))
for s in ('','YQ==','YWI=','YWJj','YWJ','Y','YQ=','YQ','Y Q = =','YQ==YQ==','====','=YQ=','Y=Q=','YWJj\n','!!YWJj!!','YQ==x','YWJjZA==','YW\nJj','ab=c=','Y===','YQ===','YWI==',b'YQ==','é',3,'abcde','A=='):
    print(repr(s),t(B.a2b_base64,s),t(B.a2b_base64,s,strict_mode=True))
for s in (b'',b'#86)C\n',b' \n',b'#86)C',b'\'86)C\n',b'#86)Cxx\n',b'#8~)C\n',b'!\n',b'#86)C   \n',b'``\n',b'!80``\n', '#86)C\n','é'): print(repr(s),t(B.a2b_uu,s))
for s in (b'a=20b',b'a=\nb',b'a=\r\nb',b'=',b'=4',b'=zz',b'a_b',b'=3D=3d',b'x=  \ny',b'=\t\n',b'==41', 'a=3D'): print(s,t(B.a2b_qp,s),t(B.a2b_qp,s,header=True))
for s in (b'a b\tc \n',b'a'*100,b'=\xff.',b'.\n',b'. \n..',b'a\r\nb',b'a\nb\r\n',b' \t',b'_ x',b'hello world '*10,b'x'*75+b'=',b'\x00\x7f',b'a \r\n',b'abc\t'): print(s[:20],t(B.b2a_qp,s),t(B.b2a_qp,s,quotetabs=True),t(B.b2a_qp,s,istext=False),t(B.b2a_qp,s,header=True))
print(t(B.b2a_uu,b'x'*46),t(B.b2a_uu,b'x'*45),B.Error.__mro__,B.Incomplete.__mro__,B.Error.__module__,t(B.crc32,b'a',2**40),t(B.crc32,b'a',-1),t(B.crc_hqx,b'a'),t(B.crc_hqx,b'abc',2**20),t(B.crc32,b'a','x'))
